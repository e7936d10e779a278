using GhaRunner.Abstractions;

namespace GhaRunner.Core.Deployment;

/// <summary>
/// The candidates of a start and what became of them, shared by all its machines: what one machine finds blocked, the
/// others do not try.
/// </summary>
/// <param name="candidates">The provider's candidates, in the user's order.</param>
internal sealed class CandidateWalk(IReadOnlyList<Candidate> candidates)
{
    private readonly Lock gate = new();
    private readonly List<(Candidate Failed, BlockedScope Scope)> blocks = [];
    private readonly List<CreateAttempt> attempts = [];

    /// <summary>Every attempt so far, in order.</summary>
    public IReadOnlyList<CreateAttempt> Attempts
    {
        get
        {
            lock (gate)
                return [.. attempts];
        }
    }

    /// <summary>Gives the candidates one by one, leaving out what is blocked by then.</summary>
    /// <returns>Candidates in order.</returns>
    public IEnumerable<Candidate> Open()
    {
        foreach (var candidate in candidates)
        {
            bool blocked;
            lock (gate)
                blocked = blocks.Exists(block => IsBlocked(candidate, block.Failed, block.Scope));
            if (!blocked)
                yield return candidate;
        }
    }

    /// <summary>Notes an attempt.</summary>
    /// <param name="attempt">The attempt.</param>
    public void Note(CreateAttempt attempt)
    {
        lock (gate)
            attempts.Add(attempt);
    }

    /// <summary>Rules out what an error has shown to be pointless.</summary>
    /// <param name="failed">The candidate that met the error.</param>
    /// <param name="scope">How far the error reaches.</param>
    public void Block(Candidate failed, BlockedScope scope)
    {
        lock (gate)
            blocks.Add((failed, scope));
    }

    private static bool IsBlocked(Candidate candidate, Candidate failed, BlockedScope scope) => scope switch
    {
        BlockedScope.Account => true,
        BlockedScope.Region => candidate.Region == failed.Region,
        BlockedScope.Quota => candidate.Region == failed.Region && candidate.Market == failed.Market && candidate.QuotaGroup == failed.QuotaGroup,
        BlockedScope.Subnet => candidate.Region == failed.Region && candidate.Subnet == failed.Subnet,
        BlockedScope.Zone => candidate.Region == failed.Region && candidate.Zone == failed.Zone,
        BlockedScope.InstanceType => candidate.InstanceType == failed.InstanceType,
        _ => ReferenceEquals(candidate, failed),
    };
}
