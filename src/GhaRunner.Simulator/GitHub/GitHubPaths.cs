namespace GhaRunner.Simulator.GitHub;

/// <summary>Where the parts of the simulated GitHub live on the server.</summary>
internal static class GitHubPaths
{
    /// <summary>The REST API, as on GitHub Enterprise Server.</summary>
    public const string Api = "/api/v3";

    /// <summary>The protocol between the stand-in runner and the simulator.</summary>
    public const string RunnerProtocol = "/_runner";

    /// <summary>The downloads of the runner.</summary>
    public const string Releases = "/actions/runner/releases/download";
}
