using GhaRunner.Abstractions;

namespace GhaRunner.Core.Reaping;

/// <summary>What was decided, and why.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Reason">Why, as a sentence without a full stop.</param>
internal sealed record Verdict(ReapDecision Decision, string Reason)
{
    /// <summary>What GitHub said instead of an answer, for <see cref="ReapDecision.Unknown"/>.</summary>
    public ActionableException? Problem { get; init; }
}
