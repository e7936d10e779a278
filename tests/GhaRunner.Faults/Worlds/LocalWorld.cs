using GhaRunner.Simulator.ThisMachine;

namespace GhaRunner.Faults.Worlds;

/// <summary>Machines that are processes of this one. They have no wire: the requests are those to GitHub.</summary>
internal sealed class LocalWorld : FaultWorld
{
    public override string Provider => "local";

    protected override IEnumerable<(string Input, string Value)> Connection => [("directory", MachineDirectory)];

    private string MachineDirectory => Path.Combine(Place, "machines");

    public override Task<IReadOnlyList<string>> MachinesAsync() => Task.FromResult<IReadOnlyList<string>>(
        Directory.Exists(MachineDirectory) ? [.. Directory.EnumerateDirectories(MachineDirectory).Select(path => Path.GetFileName(path)!)] : []);

    public override async ValueTask DisposeAsync()
    {
        foreach (var id in Processes())
            UnixProcesses.Kill(id);
        await base.DisposeAsync();
    }

    protected override Task<IReadOnlyList<string>> SideResourcesAsync() =>
        Task.FromResult<IReadOnlyList<string>>([.. Processes().Select(id => $"process {id}")]);

    /// <summary>The processes whose environment names our directory.</summary>
    private IReadOnlyList<int> Processes() => UnixProcesses.Carrying($"GHA_MACHINE={MachineDirectory}/");
}
