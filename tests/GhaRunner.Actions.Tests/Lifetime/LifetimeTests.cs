using System.Text.Json;
using GhaRunner.Actions.Tests.Support;
using GhaRunner.Conformance.RealParts;
using GhaRunner.Simulator;

namespace GhaRunner.Actions.Tests.Lifetime;

/// <summary>
/// Nobody stops a machine, and GitHub never answers again: the machine ends by its own clock, and the reaper takes at once what
/// of it there still is. When GitHub answers again, its registration goes too.
/// </summary>
public sealed class LifetimeTests(ForgottenMachines machines) : IClassFixture<ForgottenMachines>
{
    private const string Ended = "end reason=ttl";
    private const int GitHubDidNotTell = 1;

    /// <summary>All that is left of it is a directory with its log.</summary>
    [Fact]
    public async Task Local_GitHubNeverAnswersAgain_ProcessesEndAndTheReaperTakesTheDirectory()
    {
        var world = machines.Local;
        await Eventually.TrueAsync("no process of the machine is left", () => Task.FromResult(world.Processes().Count == 0));
        var machine = world.Machines.Should().ContainSingle().Subject;
        (await File.ReadAllTextAsync(Path.Combine(world.MachineDirectory, machine, "console.log"))).Should().Contain(Ended);

        using var reap = await world.ReapAsync();

        reap.ExitCode.Should().Be(GitHubDidNotTell, reap.VisibleText);
        JsonSerializer.Deserialize<string[]>(reap.Outputs["reaped"]).Should().Equal(machine);
        world.Machines.Should().BeEmpty();
        AnswerAgain(world.Simulator, world.Run);
        using var again = await world.ReapAsync();
        again.ExitCode.Should().Be(0, again.VisibleText);
        world.ShouldBeEmpty();
    }

    /// <summary>All that is left of it is a container that has exited, which costs disk.</summary>
    [DockerFact]
    public async Task Docker_GitHubNeverAnswersAgain_ContainerExitsAndTheReaperTakesIt()
    {
        var container = machines.Container;
        await Eventually.TrueAsync("the container has exited", async () => await Command.OutputAsync("docker", "inspect", "--format", "{{.State.Status}}", container) == "exited");
        (await Command.OutputAsync("docker", "logs", container)).Should().Contain(Ended);

        using var reap = await ReapAsync();

        reap.ExitCode.Should().Be(GitHubDidNotTell, reap.VisibleText);
        JsonSerializer.Deserialize<string[]>(reap.Outputs["reaped"]).Should().Equal(container);
        (await machines.Engine.ContainersAsync()).Should().BeEmpty();
        AnswerAgain(machines.Docker.Simulator, machines.Docker.Run);
        using var again = await ReapAsync();
        again.ExitCode.Should().Be(0, again.VisibleText);
        machines.Docker.Simulator.GitHub.Runners.Should().BeEmpty();

        Task<ProgramRun> ReapAsync() => ProgramRun.RunAsync(["reap", "docker"], machines.DockerEnvironment(("GITHUB_RUN_ID", "9999")));
    }

    /// <summary>Nothing is left of it that costs anything.</summary>
    [Fact]
    public async Task Aws_GitHubNeverAnswersAgain_InstanceTerminatesItself()
    {
        var world = machines.Aws;
        await Eventually.TrueAsync("the instance is terminated", () => Task.FromResult(!world.Alive.Any()));
        world.Cloud.Instances.Should().ContainSingle().Which.Console.Should().Contain(Ended);
        world.Cloud.Volumes.Should().BeEmpty();
        world.Cloud.NetworkInterfaces.Should().BeEmpty();
        world.Count("TerminateInstances").Should().Be(0, "nobody has asked for it");

        using var reap = await world.ReapAsync();

        reap.ExitCode.Should().Be(GitHubDidNotTell, reap.VisibleText);
        reap.Outputs["reaped"].Should().Be("[]");
        AnswerAgain(world.Simulator, World.RunId);
        using var again = await world.ReapAsync();
        again.ExitCode.Should().Be(0, again.VisibleText);
        world.ShouldBeEmpty();
    }

    private static void AnswerAgain(SimulatorHost simulator, long run)
    {
        simulator.Faults.Clear();
        simulator.GitHub.DeclareRun(World.Repository, run, "completed", "failure", ago: TimeSpan.FromHours(1));
    }
}
