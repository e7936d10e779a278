using GhaRunner.Abstractions;

namespace GhaRunner.Conformance.Faults;

/// <summary>
/// A way from a provider to its place on which the suite makes requests go wrong: <see cref="SimulatorWire"/> for a simulated
/// cloud, <see cref="ProxyWire"/> for whatever else speaks HTTP.
/// </summary>
public abstract class FaultyWire : IAsyncDisposable
{
    /// <summary>How many wires to the same place may be in use at once.</summary>
    /// <value>Default: 1, for wires that share their faults.</value>
    public virtual int MostAtOnce => 1;

    /// <summary>Makes a provider, a new one each time, whose requests go over the wire.</summary>
    /// <returns>The provider.</returns>
    public abstract IMachineProvider Connect();

    /// <summary>Lets one of the requests from now on go wrong.</summary>
    /// <param name="fault">What happens to it.</param>
    /// <param name="request">Which one, counted from 1; <see cref="int.MaxValue"/> for none.</param>
    /// <returns>The fault. One is armed at a time.</returns>
    public abstract IArmedFault Arm(WireFault fault, int request);

    /// <summary>Takes the wire away.</summary>
    /// <returns>A task that ends when it is gone.</returns>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
