using System.Net.NetworkInformation;
using System.Net.Sockets;
using GhaRunner.Simulator.ThisMachine;

namespace GhaRunner.Simulator.Demo;

/// <summary>Decides which providers can be shown here.</summary>
internal sealed class ProviderChoice(DemoOptions options, DockerEngine engine, string directory)
{
    /// <summary>Looks what there is.</summary>
    /// <returns>The providers to show, and why docker is not among them; empty when it is, or was not asked for.</returns>
    public async Task<(IReadOnlyList<DemoProvider> Providers, string WhyNoDocker)> MakeAsync(CancellationToken cancellationToken)
    {
        var providers = new List<DemoProvider>();
        if (IsWanted(DemoOptions.Local))
            providers.Add(DemoProvider.Local(Path.Combine(directory, "machines")));
        if (!IsWanted(DemoOptions.Docker))
            return (providers, "");
        var (docker, problem) = await FindDockerAsync(cancellationToken);
        return docker is null ? (providers, problem) : ([.. providers, docker], "");
    }

    private bool IsWanted(string provider) => options.Providers.Count == 0 || options.Providers.Contains(provider);

    private async Task<(DemoProvider? Provider, string Problem)> FindDockerAsync(CancellationToken cancellationToken)
    {
        if (!engine.IsLocal)
            return (null, $"the engine at {engine.Host} is elsewhere, and its containers could not reach the simulator here");
        if (await engine.ProblemAsync(cancellationToken) is { Length: > 0 } problem)
            return (null, $"no engine answers at {engine.Host} ({problem})");
        if (!await engine.HasImageAsync(options.Image, cancellationToken))
            return (null, $"the image {options.Image} is not there; make it with eng/images.sh, or name one with bash and curl by --image");
        var bridge = await engine.BridgeAsync(cancellationToken);
        return AddressOf(bridge) is { } address
            ? (DemoProvider.Docker(engine, options.Image, address), "")
            : (null, $"its bridge {bridge} is not a network of this machine, and its containers could not reach the simulator here");
    }

    private static string? AddressOf(string networkInterface) => NetworkInterface.GetAllNetworkInterfaces()
        .Where(candidate => candidate.Name == networkInterface)
        .SelectMany(candidate => candidate.GetIPProperties().UnicastAddresses)
        .FirstOrDefault(address => address.Address.AddressFamily == AddressFamily.InterNetwork)?.Address.ToString();
}
