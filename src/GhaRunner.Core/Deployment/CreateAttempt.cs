using GhaRunner.Abstractions;

namespace GhaRunner.Core.Deployment;

/// <summary>One attempt to make a machine from one candidate.</summary>
/// <param name="Machine">The machine's name.</param>
/// <param name="Candidate">The candidate.</param>
/// <param name="Outcome"><c>created</c>, or why not, in the provider's words.</param>
/// <param name="Duration">How long the provider took to answer.</param>
public sealed record CreateAttempt(string Machine, Candidate Candidate, string Outcome, TimeSpan Duration);
