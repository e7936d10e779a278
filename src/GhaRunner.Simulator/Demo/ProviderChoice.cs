using System.Net.NetworkInformation;
using System.Net.Sockets;
using GhaRunner.Simulator.ThisMachine;

namespace GhaRunner.Simulator.Demo;

/// <summary>Decides which providers can be shown here.</summary>
internal sealed class ProviderChoice(DemoOptions options, DockerEngine engine, string directory)
{
    // In the order in which they are shown.
    private static readonly Dictionary<string, Func<ProviderChoice, CancellationToken, Task<(DemoProvider? Provider, string Problem)>>> s_makers = new()
    {
        ["local"] = (choice, _) => Task.FromResult<(DemoProvider?, string)>((DemoProvider.Local(Path.Combine(choice._directory, "machines")), "")),
        ["docker"] = (choice, cancellationToken) => choice.MakeDockerAsync(cancellationToken),
    };

    private readonly string _directory = directory;

    /// <summary>The names of all providers that there could be.</summary>
    public static IEnumerable<string> Names => s_makers.Keys;

    /// <summary>Looks what there is.</summary>
    /// <returns>The providers to show; and by name, why others are not among them that might have been.</returns>
    public async Task<(IReadOnlyList<DemoProvider> Providers, IReadOnlyDictionary<string, string> Missing)> MakeAsync(CancellationToken cancellationToken)
    {
        var providers = new List<DemoProvider>();
        var missing = new Dictionary<string, string>();
        foreach (var (name, make) in s_makers.Where(maker => options.Providers.Count == 0 || options.Providers.Contains(maker.Key)))
        {
            var (provider, problem) = await make(this, cancellationToken);
            if (provider is null)
                missing[name] = problem;
            else
                providers.Add(provider);
        }

        return (providers, missing);
    }

    private async Task<(DemoProvider? Provider, string Problem)> MakeDockerAsync(CancellationToken cancellationToken)
    {
        var (address, problem) = await FindAddressAsync(options.Image, "make it with eng/images.sh, or name one with bash and curl by --image", cancellationToken);
        return (address is null ? null : DemoProvider.Docker(engine, options.Image, address), problem);
    }

    /// <summary>Sees whether containers of an image can be run, and reach the simulator.</summary>
    /// <returns>The address by which they reach this machine, or why not.</returns>
    private async Task<(string? Address, string Problem)> FindAddressAsync(string image, string remedy, CancellationToken cancellationToken)
    {
        if (!engine.IsLocal)
            return (null, $"the engine at {engine.Host} is elsewhere, and its containers could not reach the simulator here");
        if (await engine.ProblemAsync(cancellationToken) is { Length: > 0 } problem)
            return (null, $"no engine answers at {engine.Host} ({problem})");
        if (!await engine.HasImageAsync(image, cancellationToken))
            return (null, $"the image {image} is not there; {remedy}");
        var bridge = await engine.BridgeAsync(cancellationToken);
        return AddressOf(bridge) is { } address
            ? (address, "")
            : (null, $"its bridge {bridge} is not a network of this machine, and its containers could not reach the simulator here");
    }

    private static string? AddressOf(string networkInterface) => NetworkInterface.GetAllNetworkInterfaces()
        .Where(candidate => candidate.Name == networkInterface)
        .SelectMany(candidate => candidate.GetIPProperties().UnicastAddresses)
        .FirstOrDefault(address => address.Address.AddressFamily == AddressFamily.InterNetwork)?.Address.ToString();
}
