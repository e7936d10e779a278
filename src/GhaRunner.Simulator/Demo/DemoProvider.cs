using System.Globalization;
using GhaRunner.Simulator.ThisMachine;

namespace GhaRunner.Simulator.Demo;

/// <summary>A provider to show: its inputs, and how to find what it has left.</summary>
internal sealed record DemoProvider
{
    /// <summary>Its name, as in <c>start-name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where its machines reach this one.</summary>
    /// <value><see langword="null"/> for loopback.</value>
    public string? HostForMachines { get; init; }

    /// <summary>Its inputs of start and stop.</summary>
    public IReadOnlyDictionary<string, string> Connection { get; init; } = new Dictionary<string, string>();

    /// <summary>Its further inputs of start.</summary>
    public IReadOnlyDictionary<string, string> Machine { get; init; } = new Dictionary<string, string>();

    /// <summary>Looks for machines of a workflow run.</summary>
    public required Func<string, CancellationToken, Task<IEnumerable<Proof>>> ProveGoneAsync { get; init; }

    /// <summary>Machines that are processes of this one.</summary>
    /// <param name="directory">Where they live.</param>
    public static DemoProvider Local(string directory) => new()
    {
        Name = DemoOptions.Local,
        Connection = new Dictionary<string, string> { ["directory"] = directory },
        ProveGoneAsync = (_, _) => Task.FromResult<IEnumerable<Proof>>(
        [
            Proof.Nothing($"process with GHA_MACHINE={directory}/…", Ids(UnixProcesses.Carrying($"GHA_MACHINE={directory}/"))),
            Proof.Nothing($"machine in {directory}", Directory.Exists(directory) ? Directory.GetFileSystemEntries(directory) : []),
        ]),
    };

    /// <summary>Machines that are containers.</summary>
    /// <param name="engine">Their engine, on this machine.</param>
    /// <param name="image">Their image.</param>
    /// <param name="hostForMachines">Where they reach this machine.</param>
    public static DemoProvider Docker(DockerEngine engine, string image, string hostForMachines) => new()
    {
        Name = DemoOptions.Docker,
        HostForMachines = hostForMachines,
        Connection = new Dictionary<string, string> { ["host"] = engine.Host },
        Machine = new Dictionary<string, string> { ["image"] = image },
        ProveGoneAsync = async (runId, cancellationToken) =>
        [
            Proof.Nothing($"container labelled gha-runner=v1, gha-runner-run-id={runId}", await engine.ContainersAsync(["gha-runner=v1", $"gha-runner-run-id={runId}"], cancellationToken)),
        ],
    };

    private static List<string> Ids(IEnumerable<int> processes) => [.. processes.Select(id => id.ToString(CultureInfo.InvariantCulture))];
}
