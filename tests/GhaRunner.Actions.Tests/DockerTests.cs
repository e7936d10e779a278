using System.Text.Json;
using GhaRunner.Actions.Tests.Support;
using GhaRunner.Conformance.RealParts;

namespace GhaRunner.Actions.Tests;

/// <summary>The same three jobs with a real Docker engine, and engines that cannot be reached.</summary>
public sealed class DockerTests
{
    private static readonly string[] start = ["start", "docker"];
    private static readonly string[] stop = ["stop", "docker"];

    [DockerFact]
    public async Task StartJobStop_TwoContainers_RunsAJobOnEachAndLeavesNothing()
    {
        await using var world = await World.CreateForContainersAsync();
        using var started = await ProgramRun.RunAsync(start, Inputs(world, ("count", "2"), ("memory", "512m"), ("cpus", "1"), ("setup-script", "id -u >/setup-ran-as")));
        started.ExitCode.Should().Be(0, started.VisibleText);
        var labels = JsonSerializer.Deserialize<string[]>(started.Outputs["instances"])!;
        labels.Should().HaveCount(2);
        foreach (var label in labels)
        {
            var job = world.Simulator.GitHub.EnqueueJob(World.Repository, world.Run, "test", [label], ["echo \"hello from $RUNNER_NAME\"", "test \"$(id -un)\" = runner", "test \"$(cat /setup-ran-as)\" = 0"]);
            (await job.Completion.WaitAsync(TimeSpan.FromSeconds(60))).Should().Be("success", job.Log);
            job.Log.Should().Contain($"hello from {label}");
        }

        using var stopped = await ProgramRun.RunAsync(stop, Inputs(world, ("mapping", started.Outputs["mapping"])));
        stopped.ExitCode.Should().Be(0, stopped.VisibleText);
        await ShouldBeEmptyAsync(world);
    }

    [DockerFact]
    public async Task Start_SetupFailsInAContainer_ShowsItsLogAndLeavesNothing()
    {
        await using var world = await World.CreateForContainersAsync();
        using var started = await ProgramRun.RunAsync(start, Inputs(world, ("count", "3"), ("setup-script", "echo no such device >&2; exit 9")));
        started.ExitCode.Should().Be(1, started.VisibleText);
        started.VisibleText.Should().Contain("phase 'setup'").And.Contain("exit code 9").And.Contain("no such device");
        started.Outputs["mapping"].Should().Be("{}");
        await ShouldBeEmptyAsync(world);
    }

    [DockerFact]
    public async Task Start_Cancelled_LeavesNoContainerOrNamesIt()
    {
        await using var world = await World.CreateForContainersAsync();
        using var started = ProgramRun.Begin(start, Inputs(world, ("count", "3"), ("setup-script", "sleep 600")));
        await started.UntilAsync("three containers", () => started.Text.Split(" created (").Length == 4);
        started.Signal(2);
        await started.EndAsync();
        started.ExitCode.Should().Be(130, started.VisibleText);
        if (started.Outputs["mapping"] != "{}")
        {
            using var stopped = await ProgramRun.RunAsync(stop, Inputs(world, ("mapping", started.Outputs["mapping"])));
            stopped.ExitCode.Should().Be(0, stopped.VisibleText);
        }

        await ShouldBeEmptyAsync(world);
    }

    [DockerFact]
    public async Task Start_ImageIsMissing_NamesTheInput()
    {
        await using var world = await World.CreateForContainersAsync();
        using var started = await ProgramRun.RunAsync(start, Inputs(world, ("image", "gha-runner-no-such-image:1")));
        started.ExitCode.Should().NotBe(0);
        started.VisibleText.Should().Contain("image").And.Contain("Nothing is left of this start.");
        await ShouldBeEmptyAsync(world);
    }

    [Theory]
    [InlineData("unix:///nowhere/docker.sock", 2, "Check input 'host' (or DOCKER_HOST).")]
    [InlineData("tcp://127.0.0.1:9", 1, "Check input 'host' (or DOCKER_HOST).")]
    [InlineData("ftp://engine", 2, "host")]
    [InlineData("ssh://-oProxyCommand=id", 2, "host")]
    public async Task Start_EngineCannotBeReached_NamesTheInputAndMakesNothing(string host, int exitCode, string expected)
    {
        await using var world = await World.CreateAsync();
        using var started = await ProgramRun.RunAsync(start, Inputs(world, ("host", host)));
        started.ExitCode.Should().Be(exitCode, started.VisibleText);
        started.VisibleText.Should().Contain(expected);
        world.Effects.Should().BeEmpty();
    }

    private static Dictionary<string, string> Inputs(World world, params (string, string)[] inputs)
    {
        var environment = world.Environment([("directory", null!), ("host", "unix:///var/run/docker.sock"), ("image", RealPart.BaseImage), .. inputs]);
        if (environment.ContainsKey("INPUT_MAPPING"))
            environment.Remove("INPUT_IMAGE");
        return environment;
    }

    private static async Task ShouldBeEmptyAsync(World world)
    {
        (await world.ContainersAsync()).Should().BeEmpty("every container must be gone");
        world.Simulator.GitHub.Runners.Should().BeEmpty("every registration must be gone");
    }
}
