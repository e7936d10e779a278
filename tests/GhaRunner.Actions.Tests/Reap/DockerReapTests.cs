using System.Globalization;
using System.Text.Json;
using GhaRunner.Abstractions;
using GhaRunner.Actions.Tests.Support;
using GhaRunner.Conformance.RealParts;
using GhaRunner.Simulator.Faults;

namespace GhaRunner.Actions.Tests.Reap;

/// <summary>The reaper on a real Docker engine: what it takes away, what it leaves, and that GitHub's errors delete nothing.</summary>
public sealed class DockerReapTests
{
    private const long Over = 100;
    private const long Running = 200;

    public static IEnumerable<(string Answer, int ExitCode)> Errors => [("401", 3), ("403", 3), ("404", 3), ("429", 1), ("500", 1), ("html", 1)];

    [DockerFact]
    public async Task Reap_RunIsOver_TakesContainerVolumeAndRegistration()
    {
        await using var world = await World.CreateForContainersAsync();
        await using var engine = await PrivateEngine.StartAsync();
        using var start = await ProgramRun.RunAsync(["start", "docker"], Environment(world, engine, ("image", RealPart.BaseImage)));
        start.ExitCode.Should().Be(0, start.VisibleText);
        world.Simulator.GitHub.DeclareRun(World.Repository, world.Run, "completed", "success", ago: TimeSpan.FromHours(1));
        world.Simulator.GitHub.DeclareRun(World.Repository, Over, "completed", "success", ago: TimeSpan.FromHours(1));
        var withVolume = await engine.AddAsync(Tags(Over), "--volume", "/data");
        var volume = await Command.OutputAsync("docker", "inspect", "--format", "{{(index .Mounts 0).Name}}", withVolume);

        using var reap = await ReapAsync(world, engine);

        reap.ExitCode.Should().Be(0, reap.VisibleText);
        (await engine.ContainersAsync()).Should().BeEmpty();
        world.Simulator.GitHub.Runners.Should().BeEmpty();
        (await Command.TryAsync("docker", "volume", "inspect", volume)).ExitCode.Should().NotBe(0, "a volume of its own goes with its container");
        JsonSerializer.Deserialize<string[]>(reap.Outputs["reaped"]).Should().BeEquivalentTo(JsonSerializer.Deserialize<Dictionary<string, string>>(start.Outputs["mapping"])!.Keys.Append(withVolume));
    }

    [DockerFact]
    public async Task Reap_ContainersThatAreWanted_Stay()
    {
        await using var world = await CreateAsync();
        await using var engine = await PrivateEngine.StartAsync();
        string[] wanted =
        [
            await engine.AddAsync(Tags(Running)),
            await engine.AddAsync(new Dictionary<string, string>()),
            await engine.AddAsync(Tags(Over).Where(tag => tag.Key != OwnershipTags.ExpiresAt).ToDictionary()),
        ];
        var forgotten = await engine.AddAsync(Tags(Over));

        using var reap = await ReapAsync(world, engine);

        reap.ExitCode.Should().Be(0, reap.VisibleText);
        (await engine.ContainersAsync()).Should().BeEquivalentTo(wanted);
        JsonSerializer.Deserialize<string[]>(reap.Outputs["reaped"]).Should().Equal(forgotten);
        reap.VisibleText.Should().Contain("kept: its run is not over (in_progress)");
    }

    [DockerFact]
    public async Task Reap_RunOfAnotherRepositoryCannotBeAsked_LeavesItTakesTheOthersAndFails()
    {
        await using var world = await CreateAsync();
        await using var engine = await PrivateEngine.StartAsync();
        var elsewhere = await engine.AddAsync(Tags(Over, repository: "somebody/else"));
        var forgotten = await engine.AddAsync(Tags(Over));

        using var reap = await ReapAsync(world, engine);

        reap.ExitCode.Should().Be(3, reap.VisibleText);
        (await engine.ContainersAsync()).Should().Equal(elsewhere);
        JsonSerializer.Deserialize<string[]>(reap.Outputs["reaped"]).Should().Equal(forgotten);
    }

    [DockerFact]
    public async Task Reap_ExpiredAndGitHubIsOutOfOrder_TakesItAndFails()
    {
        await using var world = await CreateAsync();
        await using var engine = await PrivateEngine.StartAsync();
        var expired = await engine.AddAsync(Tags(Running, lifetime: TimeSpan.FromMinutes(-1)));
        var forgotten = await engine.AddAsync(Tags(Over));
        world.Simulator.Faults.Add(new FaultRule { Path = "", Times = int.MaxValue, Effect = FaultEffect.Status(403) });

        using var reap = await ReapAsync(world, engine);

        reap.ExitCode.Should().Be(3, reap.VisibleText);
        (await engine.ContainersAsync()).Should().Equal(forgotten);
        JsonSerializer.Deserialize<string[]>(reap.Outputs["reaped"]).Should().Equal(expired);
    }

    [DockerFact]
    public async Task Reap_DryRun_SaysWhatItWouldDoAndDoesNothing()
    {
        await using var world = await CreateAsync();
        await using var engine = await PrivateEngine.StartAsync();
        string[] all = [await engine.AddAsync(Tags(Over)), await engine.AddAsync(Tags(Running, lifetime: TimeSpan.FromMinutes(-1)))];
        world.Simulator.GitHub.AddOfflineRunner(World.Repository, "gha-100-1-longgone-1");

        using var reap = await ReapAsync(world, engine, ("dry-run", "true"));

        reap.ExitCode.Should().Be(0, reap.VisibleText);
        reap.VisibleText.Should().Contain("would be taken away: its run is over since").And.Contain("would be taken away: its time was up at");
        reap.Outputs["reaped"].Should().Be("[]");
        (await engine.ContainersAsync()).Should().BeEquivalentTo(all);
        world.Simulator.GitHub.Runners.Should().ContainSingle();
        world.Effects.Should().BeEmpty();
    }

    [DockerFact]
    public Task Reap_GitHubDoesNotTellOfTheRun_DeletesNothingAndFails() => Task.WhenAll(Errors.Select(async error =>
    {
        await using var world = await CreateAsync();
        await using var engine = await PrivateEngine.StartAsync();
        var forgotten = await engine.AddAsync(Tags(Over));
        var effect = error.Answer == "html" ? FaultEffect.Html(200) : FaultEffect.Status(int.Parse(error.Answer, CultureInfo.InvariantCulture), """{"message":"scripted"}""");
        var fault = world.Simulator.Faults.Add(new FaultRule
        {
            Path = "/actions/runs/", Times = int.MaxValue, Effect = error.Answer == "429" ? effect with { Headers = new Dictionary<string, string> { ["retry-after"] = "600" } } : effect,
        });

        using var reap = await ReapAsync(world, engine);

        fault.Struck.Should().BePositive();
        reap.ExitCode.Should().Be(error.ExitCode, $"GitHub answers {error.Answer}: {reap.VisibleText}");
        reap.VisibleText.Should().Contain("kept: GitHub has not told:");
        reap.Outputs["reaped"].Should().Be("[]");
        (await engine.ContainersAsync()).Should().Equal(forgotten);
        world.Effects.Should().BeEmpty();
    }));

    private static async Task<World> CreateAsync()
    {
        var world = await World.CreateAsync();
        world.Simulator.GitHub.DeclareRun(World.Repository, Over, "completed", "success", ago: TimeSpan.FromHours(1));
        world.Simulator.GitHub.DeclareRun(World.Repository, Running);
        return world;
    }

    private static Task<ProgramRun> ReapAsync(World world, PrivateEngine engine, params (string, string)[] inputs) =>
        ProgramRun.RunAsync(["reap", "docker"], Environment(world, engine, [("GITHUB_RUN_ID", "9999"), ("GITHUB_JOB", "reap"), .. inputs]));

    private static Dictionary<string, string> Environment(World world, PrivateEngine engine, params (string, string)[] inputs) =>
        world.Environment([("directory", null!), ("host", engine.Host), .. inputs]);

    private static Dictionary<string, string> Tags(long run, string repository = World.Repository, TimeSpan? lifetime = null) => new Ownership
    {
        Repository = repository, RunId = run, RunAttempt = 1, Job = "start", Start = "abcd1234", Index = 1, Scope = repository,
        ExpiresAt = TimeProvider.System.GetUtcNow() + (lifetime ?? TimeSpan.FromHours(3)),
    }.ToTags().ToDictionary();
}
