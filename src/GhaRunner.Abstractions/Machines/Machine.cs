namespace GhaRunner.Abstractions;

/// <summary>A machine of ours, as the provider shows it.</summary>
/// <param name="Id">The provider's id; opaque, unique within the provider's options, free of secrets.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Ownership">Whose it is, read back from its tags.</param>
public sealed record Machine(string Id, MachineState State, Ownership Ownership)
{
    /// <summary>When the provider made it (UTC), if it tells.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Why it is in this state, in the provider's words (an exit code, a spot interruption); empty if it does not tell.</summary>
    public string StateReason { get; init; } = "";

    /// <summary>Where and what it is, read back as far as the provider tells.</summary>
    public Candidate Candidate { get; init; } = new();
}
