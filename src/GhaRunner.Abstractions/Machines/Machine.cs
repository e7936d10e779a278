namespace GhaRunner.Abstractions;

/// <summary>A machine of ours, as the provider shows it.</summary>
/// <param name="Id">The provider's id; opaque, unique within the provider's options, free of secrets.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Ownership">Whose it is, read back from its tags.</param>
public sealed record Machine(string Id, MachineState State, Ownership Ownership)
{
    /// <summary>When the provider made it (UTC), if it tells.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it ended or was taken away (UTC), if it did and the provider tells.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>
    /// Set when the provider took the machine away, or never brought it up, for a reason of its own, and not because of what
    /// runs on it: <see cref="ErrorCategory.NoCapacity"/> and <see cref="ErrorCategory.Quota"/> then have the core try the next
    /// candidate, as if the creation had been refused.
    /// </summary>
    public ActionableException? Failure { get; init; }

    /// <summary>Why it is in this state, in the provider's words (an exit code, a spot interruption); empty if it does not tell.</summary>
    public string StateReason { get; init; } = "";

    /// <summary>Where and what it is, read back as far as the provider tells.</summary>
    public Candidate Candidate { get; init; } = new();
}
