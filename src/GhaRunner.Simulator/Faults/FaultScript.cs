namespace GhaRunner.Simulator.Faults;

/// <summary>The faults in force. The first rule in its window strikes; later rules do not see that request.</summary>
public sealed class FaultScript
{
    private readonly Lock _lock = new();
    private ScriptedFault[] _faults = [];

    /// <summary>The faults in force, in the order in which they were added.</summary>
    public IReadOnlyList<ScriptedFault> All => Volatile.Read(ref _faults);

    /// <summary>Adds a fault.</summary>
    /// <param name="rule">Which requests go wrong, and how.</param>
    /// <returns>The fault, which counts its strikes.</returns>
    /// <exception cref="ArgumentException">The path is not a regular expression.</exception>
    public ScriptedFault Add(FaultRule rule)
    {
        var fault = new ScriptedFault(rule);
        lock (_lock)
            _faults = [.. _faults, fault];
        return fault;
    }

    /// <summary>Removes all faults.</summary>
    public void Clear()
    {
        lock (_lock)
            _faults = [];
    }

    /// <summary>
    /// Counts a request, and tells what is to go wrong with it. For requests that arrive elsewhere, at a proxy for instance, and
    /// are to be counted and struck together with the simulator's own.
    /// </summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path, without the query.</param>
    /// <param name="isApi">Whether it belongs to the API, as rules mean it.</param>
    /// <returns>What happens to it; <see langword="null"/> when nothing does.</returns>
    public FaultEffect? Strike(string method, string path, bool isApi = true) =>
        Array.Find(Volatile.Read(ref _faults), fault => fault.Strikes(method, path, isApi))?.Rule.Effect;
}
