using GhaRunner.Simulator;
using GhaRunner.Simulator.Faults;

namespace GhaRunner.Actions.Tests.Containers;

/// <summary>Counts the requests of a start, and holds one of them, for a while or until it is released.</summary>
internal sealed class RequestWatch
{
    private readonly SimulatorHost simulator;
    private readonly Moment moment;
    private readonly ScriptedFault begun, registrations;
    private readonly ScriptedFault? held;
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Begins to watch.</summary>
    /// <param name="simulator">A simulator that nobody has asked for anything.</param>
    /// <param name="moment">What becomes of the requests.</param>
    public RequestWatch(SimulatorHost simulator, Moment moment)
    {
        (this.simulator, this.moment) = (simulator, moment);
        begun = Count("");
        registrations = Count("/generate-jitconfig$");
        held = moment.Fault is { } fault ? simulator.Faults.Add(new FaultRule { Path = "", Skip = moment.Request - 1, Effect = fault with { Meanwhile = () => released.Task } }) : null;
    }

    private int Answered => simulator.Requests.All.Count;

    /// <summary>How many registrations were asked for.</summary>
    public int Registrations => registrations.Seen;

    /// <summary>Whether the moment has come.</summary>
    public bool HasCome => held is null ? Answered >= moment.Request : held.Struck > 0;

    /// <summary>Whether nothing is under way.</summary>
    public bool IsQuiet => begun.Seen == Answered;

    /// <summary>Whether the start waits for the request that is held, and has asked for nothing yet that leaves anything.</summary>
    public bool IsStuck => held is not null && !released.Task.IsCompleted && Registrations == 0;

    /// <summary>From now on, the request that is held is late only by as much as its moment says.</summary>
    public void Release() => released.TrySetResult();

    /// <summary>A fault that never strikes sees all requests that come.</summary>
    private ScriptedFault Count(string path) => simulator.Faults.Add(new FaultRule { Path = path, Times = 0, Effect = new FaultEffect() });
}
