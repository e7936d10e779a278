using System.Diagnostics;

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
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }

        await base.DisposeAsync();
    }

    protected override Task<IReadOnlyList<string>> SideResourcesAsync() =>
        Task.FromResult<IReadOnlyList<string>>([.. Processes().Select(id => $"process {id}")]);

    /// <summary>The processes whose environment names our directory.</summary>
    private List<int> Processes() =>
    [
        .. from directory in Directory.EnumerateDirectories("/proc")
           let id = int.TryParse(Path.GetFileName(directory), out var number) ? number : 0
           where id > 0 && id != System.Environment.ProcessId && Variables(directory).Contains($"GHA_MACHINE={MachineDirectory}/", StringComparison.Ordinal)
           select id,
    ];

    private static string Variables(string process)
    {
        try
        {
            return File.ReadAllText(process + "/environ");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
