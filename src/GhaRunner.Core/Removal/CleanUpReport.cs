namespace GhaRunner.Core.Removal;

/// <summary>What a clean-up removed, and what it could not.</summary>
public sealed record CleanUpReport
{
    /// <summary>Ids of the machines that the provider no longer shows.</summary>
    public IReadOnlyList<string> GoneMachines { get; init; } = [];

    /// <summary>Machines that may still be there: id, and why.</summary>
    public IReadOnlyDictionary<string, string> RemainingMachines { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of the runners whose registration was removed.</summary>
    public IReadOnlyList<string> RemovedRunners { get; init; } = [];

    /// <summary>Registrations that may still be there: the runner's name (or whose they are), and why.</summary>
    public IReadOnlyDictionary<string, string> RemainingRunners { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether nothing is left.</summary>
    public bool IsComplete => RemainingMachines.Count == 0 && RemainingRunners.Count == 0;

    /// <summary>The outcome in a sentence or two.</summary>
    /// <returns>What was removed, then what may be left, with ids and names.</returns>
    public string Describe()
    {
        var removed = $"Removed: {Count(GoneMachines.Count, "machine")}, {Count(RemovedRunners.Count, "registration")}.";
        var remaining = RemainingMachines.Select(pair => $"machine {pair.Key} ({pair.Value})")
            .Concat(RemainingRunners.Select(pair => $"registration {pair.Key} ({pair.Value})"));
        if (IsComplete && GoneMachines.Count + RemovedRunners.Count == 0)
            return "There was nothing to remove.";
        return IsComplete ? removed : $"{removed} May be left: {string.Join("; ", remaining)}.";

        static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
    }
}
