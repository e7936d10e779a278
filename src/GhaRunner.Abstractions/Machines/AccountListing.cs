namespace GhaRunner.Abstractions;

/// <summary>What an account holds of ours, and which of its places have not told.</summary>
/// <param name="Machines">Our machines, and as machines of their own what has outlived one (<see cref="IAccountSearch"/>).</param>
/// <param name="Problems">
/// Why the list may lack something, one for each place that could not be asked; empty for a list that is complete.
/// </param>
public sealed record AccountListing(IReadOnlyList<Machine> Machines, IReadOnlyList<ActionableException> Problems);
