using System.Diagnostics;
using GhaRunner.Simulator;

namespace GhaRunner.Bench.Steps;

/// <summary>A simulated GitHub with latency and an empty directory for local machines: what the steps of a workflow find.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly DirectoryInfo place = Directory.CreateTempSubdirectory("gha-bench-");
    private readonly string program;

    private World(SimulatorHost simulator, string program) => (Simulator, this.program) = (simulator, program);

    public SimulatorHost Simulator { get; }

    private string MachineDirectory => Path.Combine(place.FullName, "machines");

    public static async Task<World> CreateAsync(BenchOptions options) =>
        new(await SimulatorHost.StartAsync(new SimulatorOptions { Latency = options.Latency }), options.Program);

    /// <summary>Runs a verb of the program as a step; inputs given here win over the usual ones.</summary>
    public Task<StepResult> RunAsync(string verb, params (string Input, string Value)[] inputs)
    {
        var environment = new Dictionary<string, string>
        {
            ["GITHUB_ACTIONS"] = "true",
            ["GITHUB_API_URL"] = Simulator.ApiUrl.ToString(),
            ["GITHUB_SERVER_URL"] = Simulator.ServerUrl.ToString().TrimEnd('/'),
            ["GITHUB_REPOSITORY"] = "octo-org/octo-repo",
            ["GITHUB_RUN_ID"] = "4711",
            ["GITHUB_RUN_ATTEMPT"] = "1",
            ["GITHUB_JOB"] = verb,
            ["INPUT_GITHUB-TOKEN"] = SimulatorOptions.DefaultToken,
            ["INPUT_DIRECTORY"] = MachineDirectory,
        };
        foreach (var (input, value) in inputs)
            environment["INPUT_" + input.ToUpperInvariant()] = value;
        return Step.RunAsync(program, [verb, "local"], environment);
    }

    /// <summary>Ends the simulator, and whatever a failed run has left.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var id in Processes())
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }

        await Simulator.DisposeAsync();
        place.Delete(recursive: true);
    }

    /// <summary>The processes of machines in our directory: their environment names it.</summary>
    private List<int> Processes() =>
    [
        .. from directory in Directory.EnumerateDirectories("/proc")
           let id = int.TryParse(Path.GetFileName(directory), out var number) ? number : 0
           where id > 0 && id != Environment.ProcessId && Variables(directory).Contains($"GHA_MACHINE={MachineDirectory}/", StringComparison.Ordinal)
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
