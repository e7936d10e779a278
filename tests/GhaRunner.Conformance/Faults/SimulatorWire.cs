using GhaRunner.Abstractions;
using GhaRunner.Simulator.Faults;

namespace GhaRunner.Conformance.Faults;

/// <summary>The wire to a simulated cloud: the simulator itself makes its requests go wrong.</summary>
/// <param name="script">The simulator's faults (<c>SimulatorHost.Faults</c>); the suite has them for itself.</param>
/// <param name="connect">Makes a provider of the simulated cloud.</param>
public sealed class SimulatorWire(FaultScript script, Func<IMachineProvider> connect) : FaultyWire
{
    private const string AnyPath = "";

    // Longer than any test: the caller gives up before.
    private static readonly TimeSpan never = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public override IMachineProvider Connect() => connect();

    /// <inheritdoc/>
    public override IArmedFault Arm(WireFault fault, int request) =>
        new Armed(script, script.Add(new FaultRule { Path = AnyPath, Skip = request - 1, Effect = EffectOf(fault) }));

    private static FaultEffect EffectOf(WireFault fault) => fault switch
    {
        WireFault.DropBefore => FaultEffect.DropBefore(),
        WireFault.DropAfter => FaultEffect.DropAfter(),
        WireFault.Status500 => FaultEffect.Status(500),
        WireFault.Html502 => FaultEffect.Html(502),
        WireFault.Html404 => FaultEffect.Html(404),
        WireFault.Hang => FaultEffect.Delayed(never) with { Timing = FaultTiming.AfterEffect },
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };

    private sealed class Armed(FaultScript script, ScriptedFault fault) : IArmedFault
    {
        public int Requests => fault.Seen;

        public Task Struck => fault.FirstStrike;

        public void Dispose() => script.Clear();
    }
}
