using GhaRunner.Actions.Tests.Support;
using GhaRunner.Simulator.Faults;

namespace GhaRunner.Actions.Tests;

/// <summary>The stage of a start after the job's steps: it takes back what the start could not, and nothing else.</summary>
public sealed class PostTests
{
    private const int Kill = 9;
    private const int Terminate = 15;

    [Fact]
    public async Task Post_StartCameToItsEnd_TouchesNothing()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync();
        start.State.Should().Contain("outcome", "online");
        var requests = world.Simulator.Requests.All.Count;

        using var post = await PostAsync(world, start);

        post.ExitCode.Should().Be(0, post.VisibleText);
        world.Machines.Should().ContainSingle();
        world.Simulator.Requests.All.Should().HaveCount(requests, "nobody is asked");
    }

    [Fact]
    public async Task Post_StartTookEverythingBack_TouchesNothing()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(("setup-script", "exit 3"));
        start.State.Should().Contain("outcome", "nothing-left");

        using var post = await PostAsync(world, start);

        post.ExitCode.Should().Be(0, post.VisibleText);
        post.VisibleText.Should().Contain("nothing to take back");
    }

    [Fact]
    public async Task Post_StartWasRefusedBeforeItMadeAnything_TouchesNothing()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(("github-token", "token-of-nobody"));
        start.State.Should().Contain("outcome", "nothing-left");
        start.Outputs["mapping"].Should().Be("{}");
    }

    [Fact]
    public async Task Post_StartWasKilled_TakesBackMachinesAndRegistrations()
    {
        await using var world = await World.CreateAsync();
        using var sibling = await world.StartAsync();
        // The third registration is under way when the start dies, and comes when the stage after the job has looked twice.
        var late = world.Simulator.Faults.Add(new FaultRule { Path = "/generate-jitconfig$", Skip = 2, Effect = FaultEffect.Delayed(TimeSpan.FromSeconds(15)) with { Timing = FaultTiming.LateEffect } });
        using var start = world.BeginStart(("count", "3"), ("setup-script", "sleep 600"));
        await start.UntilAsync("two machines", () => late.Struck == 1 && world.Machines.Length == 3 && start.Text.Split(" created (").Length == 3);
        start.Signal(Kill);
        await start.EndAsync();
        start.State.Should().NotContainKey("outcome");

        using var post = await PostAsync(world, start);

        post.ExitCode.Should().Be(0, post.VisibleText);
        world.Machines.Should().ContainSingle("the sibling's machine is wanted");
        world.Simulator.GitHub.Runners.Should().ContainSingle();
        post.VisibleText.Should().Contain("Removed: 2 machines, 2 registrations.").And.Contain("Removed: 0 machines, 1 registration.");
    }

    [Fact]
    public async Task Post_StartCouldNotCleanUp_DoesSo()
    {
        await using var world = await World.CreateAsync();
        var fault = world.Simulator.Faults.Add(new FaultRule { Method = "DELETE", Path = "/actions/runners/", Times = int.MaxValue, Effect = FaultEffect.Status(403) });
        using var start = await world.StartAsync(("setup-script", "exit 3"));
        start.ExitCode.Should().Be(6, start.VisibleText);
        start.State.Should().Contain("outcome", "left");
        fault.Struck.Should().BePositive();
        world.Simulator.Faults.Clear();

        using var post = await PostAsync(world, start);

        post.ExitCode.Should().Be(0, post.VisibleText);
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Post_RegistrationComesAfterTheStartHasEnded_RemovesIt()
    {
        await using var world = await World.CreateAsync();
        var fault = world.Simulator.Faults.Add(new FaultRule { Path = "/generate-jitconfig$", Effect = FaultEffect.Delayed(TimeSpan.FromSeconds(5)) with { Timing = FaultTiming.LateEffect } });
        using var start = world.BeginStart();
        await start.UntilAsync("a registration under way", () => fault.Struck == 1);
        start.Signal(Terminate);
        await start.EndAsync();
        start.State.Should().Contain("outcome", "left", "GitHub does not show the registration yet, which says nothing");

        using var post = await PostAsync(world, start);

        post.ExitCode.Should().Be(0, post.VisibleText);
        post.VisibleText.Should().Contain("Removed: 0 machines, 1 registration.");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Post_StartGoesOnBesideIt_MakesNothingMore()
    {
        await using var world = await World.CreateAsync();
        // The start hangs where it registers its second runner; what the runner's kill cannot reach goes on when the answer comes.
        world.Simulator.Faults.Add(new FaultRule { Method = "POST", Path = "/generate-jitconfig$", Skip = 1, Times = 1, Effect = FaultEffect.Delayed(TimeSpan.FromSeconds(4)) });
        using var start = world.BeginStart([("count", "2"), ("setup-script", "sleep 600"), ("RUNNER_TEMP", world.Temporary)]);
        await start.UntilAsync("one machine", () => start.Text.Contains(" created (", StringComparison.Ordinal));

        using var post = await PostAsync(world, start);
        await start.EndAsync();

        post.ExitCode.Should().Be(0, post.VisibleText);
        start.ExitCode.Should().NotBe(0);
        start.VisibleText.Should().NotContain("-2: machine");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Post_NothingWasBegun_Succeeds()
    {
        await using var world = await World.CreateAsync();
        using var post = await ProgramRun.RunPostAsync(["start", "local"], world.Environment(), new Dictionary<string, string>());
        post.ExitCode.Should().Be(0, post.VisibleText);
        world.Simulator.Requests.All.Should().BeEmpty("a post that takes itself for a start would make a machine");
    }

    private static Task<ProgramRun> PostAsync(World world, ProgramRun start) =>
        ProgramRun.RunPostAsync(["start", "local"], world.Environment(("RUNNER_TEMP", world.Temporary)), start.State);
}
