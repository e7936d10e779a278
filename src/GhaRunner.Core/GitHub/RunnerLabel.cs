namespace GhaRunner.Core.GitHub;

/// <summary>One label of a runner.</summary>
/// <param name="Name">The label.</param>
public sealed record RunnerLabel(string Name);
