using GhaRunner.Faults.Schedules;
using GhaRunner.Faults.Worlds;
using GhaRunner.Steps;

namespace GhaRunner.Faults.Running;

/// <summary>Runs the program through one schedule, and looks after each stage what is left.</summary>
/// <param name="schedule">The schedule.</param>
/// <param name="world">What the program finds.</param>
/// <param name="options">Which program, and which nets are switched off: they do not run, and are held to what they would have done.</param>
internal sealed class ScheduleRun(Schedule schedule, FaultWorld world, RunSettings options)
{
    private const string Online = "online", NothingIsLeft = "nothing-left";

    private static readonly IReadOnlyDictionary<string, string> noState = new Dictionary<string, string>();

    private readonly List<Finding> findings = [];
    private readonly Dictionary<Stage, int> requests = [];
    private readonly List<string> logs = [];
    private int struck;

    /// <summary>Runs a schedule in a world of its own.</summary>
    public static async Task<Verdict> RunAsync(Schedule schedule, RunSettings options)
    {
        await using var world = await WorldCatalogue.BeginAsync(schedule.Provider);
        return await new ScheduleRun(schedule, world, options).RunAsync();
    }

    private async Task<Verdict> RunAsync()
    {
        var start = await RunAsync(Stage.Start, "", noState);
        var outcome = start.State.GetValueOrDefault("outcome", "");
        await JudgeStartAsync(start, outcome);

        var isTakenBack = !schedule.Lost.Contains(Stage.Post) && schedule.In(Stage.Post).Count == 0;
        if (!schedule.Lost.Contains(Stage.Post) && !(options.SkipIdle && outcome == Online))
            await RunNetAsync(Stage.Post, "", start.State, holds: isTakenBack && outcome != Online);

        if (!schedule.Lost.Contains(Stage.Stop))
        {
            // A start that was killed may have handed on fewer machines than there are: then the others are not stop's.
            var mapping = schedule.MappingIsLost ? "" : start.Outputs.GetValueOrDefault("mapping", "");
            var isAllOfIt = mapping.Length == 0 || outcome == Online || isTakenBack;
            await RunNetAsync(Stage.Stop, mapping, noState, holds: isAllOfIt && schedule.In(Stage.Stop).Count == 0);
        }

        await world.MoveClockAsync();
        if (schedule.In(Stage.Reap).Count > 0 && !options.Without.Contains(Stage.Reap))
            await RunAsync(Stage.Reap, "", noState);
        if (!options.SkipIdle || (await world.RemainsAsync()).Count > 0)
            await RunNetAsync(Stage.Reap, "", noState, holds: true, isFaulted: false);
        return new Verdict { Schedule = schedule, Findings = findings, Requests = requests, Struck = struck, Online = outcome == Online, Logs = logs };
    }

    /// <summary>Runs a net, unless it is switched off, and asserts that it has left nothing where it has to hold.</summary>
    private async Task RunNetAsync(Stage stage, string mapping, IReadOnlyDictionary<string, string> state, bool holds, bool isFaulted = true)
    {
        if (!options.Without.Contains(stage))
        {
            var step = await RunAsync(stage, mapping, state, isFaulted);
            if (step.ExitCode != 0 && (!isFaulted || schedule.In(stage).Count == 0))
                Find(FindingKind.Dishonest, stage, $"exit code {step.ExitCode}, although nothing went wrong");
        }

        if (holds && await world.RemainsAsync() is { Count: > 0 } left)
            Find(FindingKind.Leak, stage, string.Join(", ", left));
    }

    private async Task JudgeStartAsync(Step start, string outcome)
    {
        if (start.WasKilled)
            return;
        var left = await world.RemainsAsync();
        if (start.ExitCode == 0 && (outcome != Online || (await world.MachinesAsync()).Count != FaultWorld.Count))
            Find(FindingKind.Dishonest, Stage.Start, $"exit code 0, outcome '{outcome}', and {string.Join(", ", left)}");
        if (start.ExitCode != 0 && (outcome is "" or Online || (outcome == NothingIsLeft && left.Count > 0)))
            Find(FindingKind.Dishonest, Stage.Start, $"exit code {start.ExitCode}, outcome '{outcome}', and {string.Join(", ", left)}");
        if (start.ExitCode != 0 && schedule.In(Stage.Start).Count == 0)
            Find(FindingKind.Broken, Stage.Start, $"exit code {start.ExitCode}, although nothing went wrong");
    }

    private async Task<Step> RunAsync(Stage stage, string mapping, IReadOnlyDictionary<string, string> state, bool isFaulted = true)
    {
        var faults = isFaulted ? schedule.In(stage) : [];
        var injection = new FaultInjection(world.Simulator.Faults, faults);
        using var post = stage == Stage.Post ? new PostName(options.Program) : null;
        string[] arguments = [stage is Stage.Start or Stage.Post ? "start" : Words.Of(stage), schedule.Provider];
        using var run = ProgramRun.Begin(
            arguments, PostName.Environment(world.Environment(stage, mapping), state), post?.Path ?? options.Program, new RunOptions { Longest = options.Longest, WatchesArguments = false });
        injection.Aim(run);
        var step = await EndAsync(stage, run, mayBeKilled: faults.Any(fault => fault.Kills));
        requests[stage] = injection.Requests;
        struck += injection.Struck;
        return step;
    }

    private async Task<Step> EndAsync(Stage stage, ProgramRun run, bool mayBeKilled)
    {
        try
        {
            await run.EndAsync();
        }
        catch (TimeoutException hang)
        {
            Find(FindingKind.Broken, stage, hang.Message);
        }
        catch (Exception shown) when (shown is not (OperationCanceledException or IOException))
        {
            Find(FindingKind.Secret, stage, shown.Message);
        }

        await run.Ended;
        logs.Add($"--- {Words.Of(stage)}: exit code {run.ExitCode}\n{run.VisibleText}");
        var wasKilled = mayBeKilled && run.ExitCode == Step.Killed;
        if (!wasKilled && run.ExitCode is not ((>= 0 and <= 6) or 130))
            Find(FindingKind.Broken, stage, $"exit code {run.ExitCode}");
        if (run.Text.Contains("This is a bug", StringComparison.Ordinal))
            Find(FindingKind.Broken, stage, "it calls its failure a bug");
        return new Step(run.ExitCode, wasKilled, run.Outputs, run.State);
    }

    private void Find(FindingKind kind, Stage after, string text) => findings.Add(new Finding(kind, after, text));
}
