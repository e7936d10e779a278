using GhaRunner.Abstractions;
using GhaRunner.Core.GitHub;

namespace GhaRunner.Core.Reaping;

/// <summary>What has become of registrations without a machine. May be written to from several threads.</summary>
internal sealed class GhostReport
{
    private readonly Lock gate = new();
    private readonly List<string> removed = [];
    private readonly Dictionary<string, string> remaining = [];
    private readonly Dictionary<(string Scope, string Name), ReapedRegistration> seen = [];
    private readonly List<ActionableException> problems = [];

    /// <summary>Names of the runners whose registration is gone.</summary>
    public IReadOnlyList<string> Removed => removed;

    /// <summary>Names of those that may be left, and why.</summary>
    public IReadOnlyDictionary<string, string> Remaining => remaining;

    /// <summary>Every registration that was decided on.</summary>
    public IReadOnlyList<ReapedRegistration> Seen => [.. seen.Values.OrderBy(registration => registration.Name, StringComparer.Ordinal)];

    /// <summary>What GitHub said instead of an answer.</summary>
    public IReadOnlyList<ActionableException> Problems => problems;

    /// <summary>Notes a decision.</summary>
    /// <param name="runner">The registration.</param>
    /// <param name="scope">Where it is.</param>
    /// <param name="verdict">The decision.</param>
    public void Saw(Runner runner, RunnerScope scope, Verdict verdict)
    {
        lock (gate)
            seen[(scope.Name, runner.Name)] = new ReapedRegistration(runner.Name, scope.Name, verdict.Decision, verdict.Reason);
    }

    /// <summary>Notes a removal.</summary>
    /// <param name="runner">The registration.</param>
    public void IsGone(Runner runner)
    {
        lock (gate)
            removed.Add(runner.Name);
    }

    /// <summary>Notes that a registration could not be removed.</summary>
    /// <param name="runner">The registration.</param>
    /// <param name="refusal">Why.</param>
    public void IsLeft(Runner runner, ActionableException refusal)
    {
        lock (gate)
            remaining[runner.Name] = refusal.ToShortText();
        if (refusal.Category != ErrorCategory.Conflict)
            Met(refusal);
    }

    /// <summary>Notes a problem.</summary>
    /// <param name="problem">What GitHub said.</param>
    public void Met(ActionableException problem)
    {
        lock (gate)
            problems.Add(problem);
    }
}
