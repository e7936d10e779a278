namespace GhaRunner.Simulator.GitHub.StandIn;

/// <summary>A downloadable stand-in runner.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Architecture"><c>x64</c> or <c>arm64</c>.</param>
/// <param name="Content">The gzipped tar.</param>
/// <param name="Sha256">The checksum of the content, 64 hexadecimal digits.</param>
internal sealed record RunnerPackage(string Version, string Architecture, byte[] Content, string Sha256)
{
    public string FileName => $"actions-runner-linux-{Architecture}-{Version}.tar.gz";

    public string Path => $"{GitHubPaths.Releases}/v{Version}/{FileName}";
}
