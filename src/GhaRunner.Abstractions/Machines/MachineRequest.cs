namespace GhaRunner.Abstractions;

/// <summary>One machine to make.</summary>
/// <param name="Ownership">Whose it is: becomes the machine's name and tags in the create call itself.</param>
/// <param name="Candidate">Which of the provider's candidates to try.</param>
/// <param name="Bootstrap">What it runs.</param>
public sealed record MachineRequest(Ownership Ownership, Candidate Candidate, Bootstrap Bootstrap)
{
    /// <summary>
    /// The machine's name and the idempotency key of its creation: the same for every attempt at this machine.
    /// </summary>
    /// <value>2 to 63 characters: lower-case letters, digits, hyphens; starts with a letter (RFC 1123 label).</value>
    public string Name => Ownership.MachineName;
}
