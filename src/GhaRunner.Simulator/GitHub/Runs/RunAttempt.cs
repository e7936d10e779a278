namespace GhaRunner.Simulator.GitHub.Runs;

/// <summary>One attempt of a workflow run.</summary>
internal sealed record RunAttempt(string Repository, long RunId, int Attempt, string Status, string? Conclusion, DateTimeOffset StartedAt, DateTimeOffset UpdatedAt);
