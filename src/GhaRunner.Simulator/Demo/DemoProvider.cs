using System.Globalization;
using GhaRunner.Simulator.ThisMachine;

namespace GhaRunner.Simulator.Demo;

/// <summary>A provider to show: what it needs of the simulator, its inputs, and how to find what it has left.</summary>
internal sealed record DemoProvider
{
    /// <summary>Its name, as in <c>start-name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What people should know before they watch; empty when nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>Makes the simulator what the provider and its machines need.</summary>
    public Func<SimulatorOptions, SimulatorOptions> Configure { get; init; } = options => options;

    /// <summary>What the steps have in their environment, besides what every step has.</summary>
    public Func<SimulatorHost, IReadOnlyDictionary<string, string>> Environment { get; init; } = _ => new Dictionary<string, string>();

    /// <summary>Its inputs of start and stop.</summary>
    public IReadOnlyDictionary<string, string> Connection { get; init; } = new Dictionary<string, string>();

    /// <summary>Its further inputs of start.</summary>
    public IReadOnlyDictionary<string, string> Machine { get; init; } = new Dictionary<string, string>();

    /// <summary>Looks for machines of a workflow run, while the simulator still answers.</summary>
    public required Func<SimulatorHost, string, CancellationToken, Task<IEnumerable<Proof>>> ProveGoneAsync { get; init; }

    /// <summary>What is disposed of when the simulator has ended.</summary>
    public IDisposable? Owned { get; init; }

    /// <summary>Machines that are processes of this one.</summary>
    /// <param name="directory">Where they live.</param>
    public static DemoProvider Local(string directory) => new()
    {
        Name = "local",
        Connection = new Dictionary<string, string> { ["directory"] = directory },
        ProveGoneAsync = (_, _, _) => Task.FromResult(ProcessesAreGone("GHA_MACHINE", "machine", directory)),
    };

    /// <summary>Machines that are containers.</summary>
    /// <param name="engine">Their engine, on this machine.</param>
    /// <param name="image">Their image.</param>
    /// <param name="hostForMachines">Where they reach this machine.</param>
    public static DemoProvider Docker(DockerEngine engine, string image, string hostForMachines) => new()
    {
        Name = "docker",
        Configure = options => ReachableAt(hostForMachines, options),
        Connection = new Dictionary<string, string> { ["host"] = engine.Host },
        Machine = new Dictionary<string, string> { ["image"] = image },
        ProveGoneAsync = async (_, runId, cancellationToken) => [await ContainersAreGoneAsync(engine, ["gha-runner=v1", $"gha-runner-run-id={runId}"], cancellationToken)],
    };

    /// <summary>A simulator that containers can reach.</summary>
    /// <param name="host">Where they reach this machine.</param>
    /// <param name="options">What it is like otherwise.</param>
    public static SimulatorOptions ReachableAt(string host, SimulatorOptions options) => options with { ListenOnAllInterfaces = true, AdvertisedHost = host };

    /// <summary>Looks for machines that are processes.</summary>
    /// <param name="mark">The variable with the machine's directory, which all of its processes carry.</param>
    /// <param name="what">What such a machine is called.</param>
    /// <param name="directory">Where machines have their directories.</param>
    public static IEnumerable<Proof> ProcessesAreGone(string mark, string what, string directory) =>
    [
        Proof.Nothing(
            $"process with {mark}={directory}/…", [.. UnixProcesses.Carrying($"{mark}={directory}/").Select(id => id.ToString(CultureInfo.InvariantCulture))]),
        Proof.Nothing($"{what} in {directory}", Directory.Exists(directory) ? Directory.GetFileSystemEntries(directory) : []),
    ];

    /// <summary>Looks for machines that are containers.</summary>
    /// <param name="engine">Their engine.</param>
    /// <param name="labels">Their labels, as <c>name=value</c>.</param>
    /// <param name="cancellationToken">Gives up looking.</param>
    public static async Task<Proof> ContainersAreGoneAsync(DockerEngine engine, IReadOnlyList<string> labels, CancellationToken cancellationToken) =>
        Proof.Nothing($"container labelled {string.Join(", ", labels)}", await engine.ContainersAsync(labels, cancellationToken));
}
