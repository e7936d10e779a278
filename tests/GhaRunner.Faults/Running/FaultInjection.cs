using GhaRunner.Faults.Schedules;
using GhaRunner.Simulator.Faults;
using GhaRunner.Steps;

namespace GhaRunner.Faults.Running;

/// <summary>Lets the faults of one stage strike its requests, and counts these.</summary>
internal sealed class FaultInjection
{
    private const int Kill = 9, Interrupt = 2;

    private readonly List<ScriptedFault> armed = [];
    private readonly ScriptedFault unharmed;
    private readonly TaskCompletionSource<ProgramRun> program = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Arms the faults; the program begins afterwards.</summary>
    /// <param name="script">The simulator's faults.</param>
    /// <param name="faults">The faults, in the order of their requests.</param>
    public FaultInjection(FaultScript script, IReadOnlyList<Fault> faults)
    {
        script.Clear();
        foreach (var (index, fault) in faults.Index())
        {
            // What an earlier rule strikes, a later one does not count.
            armed.Add(script.Add(new FaultRule { Path = "", Skip = fault.Request - 1 - index, Effect = EffectOf(fault.Kind) }));
        }

        unharmed = script.Add(new FaultRule { Path = "", Skip = int.MaxValue, Effect = FaultEffect.DropBefore() });
    }

    /// <summary>How many faults have struck.</summary>
    public int Struck => armed.Sum(fault => fault.Struck);

    /// <summary>How many requests there were.</summary>
    public int Requests => unharmed.Seen + Struck;

    /// <summary>Says whom the faults strike.</summary>
    /// <param name="run">The program.</param>
    public void Aim(ProgramRun run) => program.SetResult(run);

    private FaultEffect EffectOf(FaultKind kind) => kind switch
    {
        FaultKind.KilledBefore => FaultEffect.DropBefore() with { Meanwhile = KillAsync },
        FaultKind.KilledAfter => FaultEffect.DropAfter() with { Meanwhile = KillAsync },
        FaultKind.AnswerLost => FaultEffect.DropAfter(),
        FaultKind.Answer500 => FaultEffect.Status(500),
        FaultKind.Interrupted => new FaultEffect { Meanwhile = InterruptAsync },
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private async Task KillAsync()
    {
        var run = await program.Task;
        run.TrySignal(Kill);
        await run.Ended;
    }

    private async Task InterruptAsync() => (await program.Task).TrySignal(Interrupt);
}
