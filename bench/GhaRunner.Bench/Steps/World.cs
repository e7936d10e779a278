using GhaRunner.Simulator;
using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Aws.Access;
using GhaRunner.Simulator.Aws.Booting;
using GhaRunner.Simulator.ThisMachine;

namespace GhaRunner.Bench.Steps;

/// <summary>A simulated GitHub with latency and an empty directory for local machines: what the steps of a workflow find.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly DirectoryInfo place = Directory.CreateTempSubdirectory("gha-bench-");
    private const string Role = "arn:aws:iam::123456789012:role/runners";
    private readonly string program;

    private World(string program) => this.program = program;

    public SimulatorHost Simulator { get; private set; } = null!;

    private string MachineDirectory => Path.Combine(place.FullName, "machines");

    public static async Task<World> CreateAsync(BenchOptions options)
    {
        var world = new World(options.Program);
        var instances = new ProcessInstanceHost(Path.Combine(world.place.FullName, "instances"));
        world.Simulator = await SimulatorHost.StartAsync(new SimulatorOptions
        {
            Latency = options.Latency,
            Aws = new AwsOptions { InstanceHost = instances, Roles = [new AwsRole { Arn = Role }] },
        });
        return world;
    }

    /// <summary>Runs a verb with the provider <c>local</c> as a step; inputs given here win over the usual ones.</summary>
    public Task<StepResult> RunAsync(string verb, params (string Input, string Value)[] inputs) =>
        Step.RunAsync(program, [verb, "local"], Environment(verb, [("directory", MachineDirectory), .. inputs]));

    /// <summary>The same with the provider <c>aws</c>.</summary>
    public Task<StepResult> RunOnAwsAsync(string verb, params (string Input, string Value)[] inputs)
    {
        var environment = Environment(verb, [("region", "us-east-1"), ("role-to-assume", Role), .. inputs]);
        environment["AWS_ENDPOINT_URL"] = Simulator.AwsUrl.ToString();
        environment["AWS_EC2_METADATA_DISABLED"] = "true";
        environment["ACTIONS_ID_TOKEN_REQUEST_URL"] = Simulator.IdTokenRequestUrl.ToString();
        environment["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = Simulator.IdTokenRequestToken;
        return Step.RunAsync(program, [verb, "aws"], environment);
    }

    private Dictionary<string, string> Environment(string verb, IEnumerable<(string Input, string Value)> inputs)
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
        };
        foreach (var (input, value) in inputs)
            environment["INPUT_" + input.ToUpperInvariant()] = value;
        return environment;
    }

    /// <summary>Ends the simulator, and whatever a failed run has left.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var id in Processes())
            UnixProcesses.Kill(id);
        await Simulator.DisposeAsync();
        place.Delete(recursive: true);
    }

    /// <summary>The processes of machines in our directory: their environment names it.</summary>
    private IReadOnlyList<int> Processes() => UnixProcesses.Carrying($"GHA_MACHINE={MachineDirectory}/");
}
