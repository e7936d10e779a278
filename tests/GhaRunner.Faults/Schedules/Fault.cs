namespace GhaRunner.Faults.Schedules;

/// <summary>One fault.</summary>
/// <param name="Stage">Where.</param>
/// <param name="Request">At which request of that stage, in the order in which they arrive, from 1.</param>
/// <param name="Kind">What.</param>
public sealed record Fault(Stage Stage, int Request, FaultKind Kind)
{
    /// <summary>Whether the program dies of it.</summary>
    public bool Kills => Kind is FaultKind.KilledBefore or FaultKind.KilledAfter;

    /// <summary>As in a schedule's line: <c>start@7=killed-after</c>.</summary>
    public override string ToString() => $"{Words.Of(Stage)}@{Request}={Words.Of(Kind)}";
}
