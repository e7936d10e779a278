using System.Security.Cryptography;
using System.Text.Json;
using GhaRunner.Actions.Tests.Support;
using GhaRunner.Simulator.Faults;
using GhaRunner.Simulator.GitHub.Access;

namespace GhaRunner.Actions.Tests.Reap;

/// <summary>The reaper as a process: what it takes away, what it leaves, and what it says.</summary>
public sealed class LocalReapTests
{
    private static readonly TimeSpan anHour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Reap_MachineIsExpired_TakesItAwayWhateverItsRunDoes()
    {
        await using var world = await World.CreateAsync();
        world.Simulator.GitHub.DeclareRun(World.Repository, World.RunId);
        using var start = await world.StartAsync();
        var machine = world.Machines.Should().ContainSingle().Subject;
        world.ExpireMachines();

        using var reap = await world.ReapAsync();

        reap.ExitCode.Should().Be(0, reap.VisibleText);
        world.ShouldBeEmpty();
        JsonSerializer.Deserialize<string[]>(reap.Outputs["reaped"]).Should().Equal(machine);
        reap.Summary.Should().Contain("| machine | repository | run | state | age | cost so far (USD) | decision |")
            .And.MatchRegex(@"\| octo-org/octo-repo \| 4711 attempt 1 \| running \| 0 min \d+ s \| 0 \| taken away: its time was up at 2026-01-31 12:00 UTC \|");
    }

    [Fact]
    public async Task Reap_RunIsInProgress_LeavesItsMachine()
    {
        await using var world = await World.CreateAsync();
        world.Simulator.GitHub.DeclareRun(World.Repository, World.RunId);
        using var start = await world.StartAsync();

        using var reap = await world.ReapAsync();

        reap.ExitCode.Should().Be(0, reap.VisibleText);
        reap.VisibleText.Should().Contain("kept: its run is not over (in_progress)");
        reap.Outputs["reaped"].Should().Be("[]");
        world.Machines.Should().ContainSingle();
        world.Simulator.GitHub.Runners.Should().ContainSingle().Which.Online.Should().BeTrue();
    }

    [Fact]
    public async Task Reap_RunIsOverForLong_TakesItsMachineAway()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync();
        world.Simulator.GitHub.DeclareRun(World.Repository, World.RunId, "completed", "cancelled", ago: anHour);

        using var reap = await world.ReapAsync();

        reap.ExitCode.Should().Be(0, reap.VisibleText);
        reap.VisibleText.Should().Contain("taken away: its run is over since").And.Contain("Removed: 1 machine, 1 registration.");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reap_RunIsOverWithinTheGrace_LeavesItsMachine()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync();
        world.Simulator.GitHub.DeclareRun(World.Repository, World.RunId, "completed", "success", ago: anHour);

        using var reap = await world.ReapAsync(("grace", "2h"));

        reap.ExitCode.Should().Be(0, reap.VisibleText);
        world.Machines.Should().ContainSingle();
    }

    [Theory]
    [InlineData("401", 3)]
    [InlineData("403", 3)]
    [InlineData("404", 3)]
    [InlineData("429", 1)]
    [InlineData("500", 1)]
    [InlineData("html", 1)]
    public async Task Reap_GitHubDoesNotTellOfTheRun_DeletesNothingAndFails(string answer, int exitCode)
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync();
        world.Simulator.GitHub.DeclareRun(World.Repository, World.RunId, "completed", "success", ago: anHour);
        var effect = answer == "html" ? FaultEffect.Html(200) : FaultEffect.Status(int.Parse(answer), """{"message":"scripted"}""");
        var fault = world.Simulator.Faults.Add(new FaultRule
        {
            Path = "/actions/runs/", Times = int.MaxValue, Effect = answer == "429" ? effect with { Headers = new Dictionary<string, string> { ["retry-after"] = "600" } } : effect,
        });
        var before = world.Effects.Count();

        using var reap = await world.ReapAsync();

        fault.Struck.Should().BePositive();
        reap.ExitCode.Should().Be(exitCode, reap.VisibleText);
        reap.VisibleText.Should().Contain("::error").And.Contain("Kept because GitHub has not told of their runs: gha-4711-1-").And.Contain("kept: GitHub has not told:");
        reap.Outputs["reaped"].Should().Be("[]");
        world.Machines.Should().ContainSingle();
        world.Effects.Skip(before).Should().NotContain(request => request.Method == "DELETE");
    }

    [Fact]
    public async Task Reap_GitHubIsOutOfOrder_TakesWhatHasExpiredAndFails()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync();
        world.ExpireMachines();
        world.Simulator.Faults.Add(new FaultRule { Path = "/actions/", Times = int.MaxValue, Effect = FaultEffect.Status(403) });

        using var reap = await world.ReapAsync();

        reap.ExitCode.Should().Be(3, reap.VisibleText);
        world.Machines.Should().BeEmpty();
        JsonSerializer.Deserialize<string[]>(reap.Outputs["reaped"]).Should().ContainSingle();
    }

    [Fact]
    public async Task Reap_DryRun_SaysWhatItWouldDoAndDoesNothing()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync();
        world.Simulator.GitHub.DeclareRun(World.Repository, World.RunId, "completed", "success", ago: anHour);
        world.Simulator.GitHub.AddOfflineRunner(World.Repository, "gha-4711-1-longgone-1", "gha-4711-1-longgone-1");
        var before = world.Effects.Count();

        using var reap = await world.ReapAsync(("dry-run", "true"));

        reap.ExitCode.Should().Be(0, reap.VisibleText);
        reap.Summary.Should().Contain("Dry run: 1 machine would be taken away on local").And.Contain("| gha-4711-1-longgone-1 | octo-org/octo-repo | would be taken away: its run is over since");
        reap.Outputs["reaped"].Should().Be("[]");
        world.Machines.Should().ContainSingle();
        world.Effects.Should().HaveCount(before);
    }

    [Fact]
    public async Task Reap_RegistrationsWithoutMachine_RemovesThoseOfRunsThatAreOver()
    {
        await using var world = await World.CreateAsync();
        world.Simulator.GitHub.DeclareRun(World.Repository, 1, "completed", "success", ago: anHour);
        world.Simulator.GitHub.DeclareRun(World.Repository, 2);
        foreach (var name in new[] { "gha-1-1-abcd1234-1", "gha-2-1-abcd1234-1", "gha-3-1-abcd1234-1", "build-server" })
            world.Simulator.GitHub.AddOfflineRunner(World.Repository, name, name);

        using var reap = await world.ReapAsync();

        reap.ExitCode.Should().Be(0, reap.VisibleText);
        world.Simulator.GitHub.Runners.Select(runner => runner.Name).Should().Equal("gha-2-1-abcd1234-1", "gha-3-1-abcd1234-1", "build-server");
    }

    [Fact]
    public async Task Reap_WithApp_AsksForTheRightToSeeRunsToo()
    {
        using var key = RSA.Create(2048);
        await using var world = await World.CreateAsync(options => options with
        {
            App = new GitHubApp { Id = 77, PublicKeyPem = key.ExportSubjectPublicKeyInfoPem(), Installations = [new GitHubAppInstallation { Id = 5, Account = "octo-org" }] },
        });
        world.Simulator.GitHub.DeclareRun(World.Repository, 1, "completed", "success", ago: anHour);
        world.Simulator.GitHub.AddOfflineRunner(World.Repository, "gha-1-1-abcd1234-1");

        using var reap = await world.ReapAsync(("github-token", null!), ("github-app-id", "77"), ("github-app-private-key", key.ExportRSAPrivateKeyPem()));

        reap.ExitCode.Should().Be(0, reap.VisibleText);
        world.Simulator.GitHub.Runners.Should().BeEmpty();
        world.Simulator.Requests.All.Should().ContainSingle(request => request.PathAndQuery.EndsWith("/access_tokens"))
            .Which.Body.Should().Contain("\"administration\":\"write\"").And.Contain("\"actions\":\"read\"");
    }

    [Fact]
    public async Task Reap_WrongInput_AsksNobody()
    {
        await using var world = await World.CreateAsync();
        using var reap = await world.ReapAsync(("grace", "soon"));
        reap.ExitCode.Should().Be(2, reap.VisibleText);
        reap.VisibleText.Should().Contain("nothing was taken away");
        world.Simulator.Requests.All.Should().BeEmpty();
    }
}
