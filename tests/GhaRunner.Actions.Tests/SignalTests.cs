using System.Text.Json;
using GhaRunner.Actions.Tests.Support;
using GhaRunner.Simulator.Faults;

namespace GhaRunner.Actions.Tests;

/// <summary>A cancel at every stage of a start: afterwards there is nothing, or the outputs name it.</summary>
public sealed class SignalTests
{
    private const int Interrupt = 2;
    private const int Terminate = 15;
    private static readonly TimeSpan long_ = TimeSpan.FromMinutes(2);

    public static TheoryData<string, int> Stages()
    {
        var stages = new TheoryData<string, int>();
        foreach (var stage in new[] { "package", "registering", "registered", "connecting", "booting" })
        {
            stages.Add(stage, Interrupt);
            stages.Add(stage, Terminate);
        }

        return stages;
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task Start_Cancelled_LeavesNothingOrNamesIt(string stage, int signal)
    {
        await using var world = await World.CreateAsync();
        var (rule, inputs) = Hold(stage);
        if (rule is not null)
            world.Simulator.Faults.Add(rule);
        using var start = world.BeginStart([("count", "3"), .. inputs]);
        await start.UntilAsync(stage, () => Reached(stage, world, start));
        start.Signal(signal);
        await start.EndAsync();

        start.ExitCode.Should().Be(130, start.VisibleText);
        start.VisibleText.Should().Contain("Cancelled.");
        await NothingOrMappedAsync(world, start);
    }

    [Fact]
    public async Task Start_CancelledWhileRollingBack_StillEndsAndTellsTheTruth()
    {
        await using var world = await World.CreateAsync();
        world.Simulator.Faults.Add(new FaultRule { Method = "DELETE", Path = "/actions/runners/", Times = int.MaxValue, Effect = FaultEffect.Delayed(long_) });
        using var start = world.BeginStart(("setup-script", "exit 3"), ("count", "2"));
        await start.UntilAsync("rolling back", () => start.Text.Contains("Taking back what this start made", StringComparison.Ordinal));
        start.Signal(Interrupt);
        await start.EndAsync();
        start.ExitCode.Should().Be(6, start.VisibleText);
        start.VisibleText.Should().Contain("May be left: registration gha-");
        world.Machines.Should().BeEmpty();
    }

    [Fact]
    public async Task Stop_Cancelled_SaysWhatMayBeLeft()
    {
        await using var world = await World.CreateAsync();
        using var started = await world.StartAsync();
        world.Simulator.Faults.Add(new FaultRule { Method = "GET", Path = "/actions/runners$", Times = int.MaxValue, Effect = FaultEffect.Delayed(long_) });
        using var stop = ProgramRun.Begin(["stop", "local"], world.Environment(("mapping", started.Outputs["mapping"])));
        await stop.UntilAsync("machine gone", () => world.Machines.Length == 0);
        stop.Signal(Terminate);
        await stop.EndAsync();
        stop.ExitCode.Should().Be(130, stop.VisibleText);
        stop.VisibleText.Should().Contain("May be left: ").And.Contain("registration of these machines");
    }

    /// <summary>What keeps the start in a stage until it is cancelled.</summary>
    private static (FaultRule? Rule, (string, string)[] Inputs) Hold(string stage) => stage switch
    {
        "package" => (new FaultRule { Path = "/runners/downloads$", Effect = FaultEffect.Delayed(long_) }, []),
        "registering" => (new FaultRule { Path = "/generate-jitconfig$", Skip = 1, Times = int.MaxValue, Effect = FaultEffect.Delayed(long_) with { Timing = FaultTiming.AfterEffect } }, []),
        "registered" => (new FaultRule { Method = "GET", Path = "/actions/runners$", Effect = FaultEffect.Delayed(long_) }, []),
        "connecting" => (new FaultRule { Path = "_runner", Times = int.MaxValue, Effect = FaultEffect.Status(503) }, []),
        _ => (null, [("setup-script", "sleep 600")]),
    };

    private static bool Reached(string stage, World world, ProgramRun start) => stage switch
    {
        "package" => start.Text.Contains("::add-mask::", StringComparison.Ordinal),
        "registering" => world.Simulator.GitHub.Runners.Count == 3,
        "registered" => start.Text.Split(" created (").Length == 4,
        "connecting" => start.Text.Contains("machine runs", StringComparison.Ordinal),
        _ => world.Machines.Length == 3,
    };

    private static async Task NothingOrMappedAsync(World world, ProgramRun start)
    {
        var mapping = start.Outputs.TryGetValue("mapping", out var text) ? JsonSerializer.Deserialize<Dictionary<string, string>>(text)! : [];
        world.Machines.Should().BeSubsetOf(mapping.Keys, "a machine that is left must be in the outputs");
        if (mapping.Count == 0)
        {
            world.ShouldBeEmpty();
            return;
        }

        using var stop = await world.StopAsync(("mapping", text!));
        stop.ExitCode.Should().Be(0, stop.VisibleText);
        world.ShouldBeEmpty();
    }
}
