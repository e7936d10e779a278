using GhaRunner.Conformance.RealParts;
using GhaRunner.Simulator;
using GhaRunner.Simulator.GitHub.Access;
using GhaRunner.Simulator.Hosting;
using GhaRunner.Simulator.ThisMachine;

namespace GhaRunner.Actions.Tests.Support;

/// <summary>A simulated GitHub and an empty directory for local machines: what a step of a workflow finds.</summary>
internal sealed class World : IAsyncDisposable
{
    public const string Repository = "octo-org/octo-repo";
    public const long RunId = 4711;

    private readonly DirectoryInfo place = Directory.CreateTempSubdirectory("gha-world-");

    private World(SimulatorHost simulator, string token, long run) => (Simulator, Token, Run) = (simulator, token, run);

    public SimulatorHost Simulator { get; }

    /// <summary>The workflow run; one of its own where worlds share an engine.</summary>
    public long Run { get; }

    /// <summary>A token that may register runners, made for this test.</summary>
    public string Token { get; }

    /// <summary>The folder that the stages of a job share.</summary>
    public string Temporary => place.FullName;

    public string MachineDirectory => Path.Combine(place.FullName, "machines");

    public string[] Machines => Directory.Exists(MachineDirectory) ? [.. Directory.EnumerateDirectories(MachineDirectory).Select(path => Path.GetFileName(path)!)] : [];

    /// <summary>The API requests that may have changed something.</summary>
    public IEnumerable<RecordedRequest> Effects => Simulator.Requests.All.Where(request => request.Method != "GET");

    /// <summary>A world whose simulator is reached from containers too, by the gateway of the engine's bridge.</summary>
    public static async Task<World> CreateForContainersAsync(Func<SimulatorOptions, SimulatorOptions>? configure = null)
    {
        var gateway = await DockerBridge.GatewayAsync();
        return await CreateAsync(
            options => (configure?.Invoke(options) ?? options) with { ListenOnAllInterfaces = true, AdvertisedHost = gateway }, Random.Shared.NextInt64(1_000_000, 1_000_000_000));
    }

    public static async Task<World> CreateAsync(Func<SimulatorOptions, SimulatorOptions>? configure = null, long run = RunId)
    {
        var token = $"token-{Guid.NewGuid():n}";
        var options = new SimulatorOptions { Tokens = [AccessToken.Administrator(token)] };
        return new World(await SimulatorHost.StartAsync(configure?.Invoke(options) ?? options), token, run);
    }

    public Task<ProgramRun> StartAsync(params (string Input, string Value)[] inputs) => ProgramRun.RunAsync(["start", "local"], Environment(inputs));

    public ProgramRun BeginStart(params (string Input, string Value)[] inputs) => ProgramRun.Begin(["start", "local"], Environment(inputs));

    public Task<ProgramRun> StopAsync(params (string Input, string Value)[] inputs) => ProgramRun.RunAsync(["stop", "local"], Environment(inputs));

    public Task<ProgramRun> ReapAsync(params (string Input, string Value)[] inputs) => ProgramRun.RunAsync(["reap", "local"], Environment([("GITHUB_RUN_ID", "9999"), ("GITHUB_JOB", "reap"), .. inputs]));

    /// <summary>Puts the expiry of every machine into the past, as if time had gone by.</summary>
    public void ExpireMachines()
    {
        foreach (var machine in Machines)
        {
            var path = Path.Combine(MachineDirectory, machine, "machine.json");
            var record = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path))!;
            record["tags"]!["gha-runner-expires-at"] = "2026-01-31T12:00:00Z";
            File.WriteAllText(path, record.ToJsonString());
        }
    }

    /// <summary>The variables of a step; inputs given here win over the usual ones, and a null value leaves one out.</summary>
    public Dictionary<string, string> Environment(params (string Input, string Value)[] inputs)
    {
        var environment = new Dictionary<string, string>
        {
            ["GITHUB_ACTIONS"] = "true",
            ["GITHUB_API_URL"] = Simulator.ApiUrl.ToString(),
            ["GITHUB_SERVER_URL"] = Simulator.ServerUrl.ToString().TrimEnd('/'),
            ["GITHUB_REPOSITORY"] = Repository,
            ["GITHUB_RUN_ID"] = Run.ToString(),
            ["GITHUB_RUN_ATTEMPT"] = "1",
            ["GITHUB_JOB"] = "start",
            ["INPUT_GITHUB-TOKEN"] = Token,
            ["INPUT_DIRECTORY"] = MachineDirectory,
        };
        foreach (var (input, value) in inputs)
        {
            var name = char.IsAsciiLetterUpper(input[0]) ? input : "INPUT_" + input.ToUpperInvariant();
            if (value is null)
                environment.Remove(name);
            else
                environment[name] = value;
        }

        return environment;
    }

    /// <summary>Asserts that neither a machine, nor a process of one, nor a registration is there.</summary>
    public void ShouldBeEmpty()
    {
        Machines.Should().BeEmpty("every machine must be gone");
        Processes().Should().BeEmpty("every process of a machine must be gone");
        Simulator.GitHub.Runners.Should().BeEmpty("every registration must be gone");
    }

    /// <summary>The containers of this world's run.</summary>
    public async Task<string[]> ContainersAsync() =>
        (await Command.OutputAsync("docker", "ps", "--all", "--quiet", "--filter", $"label=gha-runner-run-id={Run}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public async ValueTask DisposeAsync()
    {
        if (Run != RunId && await ContainersAsync() is { Length: > 0 } left)
            await Command.OutputAsync("docker", ["rm", "--force", .. left]);
        foreach (var process in Processes())
            UnixProcesses.Kill(process);
        await Simulator.DisposeAsync();
        place.Delete(recursive: true);
    }

    /// <summary>The processes whose environment names our directory.</summary>
    public IReadOnlyList<int> Processes() => UnixProcesses.Carrying($"GHA_MACHINE={MachineDirectory}/");
}
