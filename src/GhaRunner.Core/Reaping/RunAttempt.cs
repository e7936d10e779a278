using GhaRunner.Abstractions;

namespace GhaRunner.Core.Reaping;

/// <summary>Which attempt of which run, as a key to look it up by.</summary>
/// <param name="Repository">The repository, lower case: GitHub does not tell cases apart.</param>
/// <param name="RunId">The run.</param>
/// <param name="Attempt">The attempt.</param>
internal sealed record RunAttempt(string Repository, long RunId, int Attempt)
{
    /// <summary>The attempt that a machine was made for.</summary>
    /// <param name="ownership">Whose the machine is.</param>
    /// <returns>The key.</returns>
    public static RunAttempt Of(Ownership ownership) => Of(ownership.Repository, ownership.RunId, ownership.RunAttempt);

    /// <summary>The key of an attempt.</summary>
    /// <param name="repository">The repository, in any case.</param>
    /// <param name="runId">The run.</param>
    /// <param name="attempt">The attempt.</param>
    /// <returns>The key.</returns>
    public static RunAttempt Of(string repository, long runId, int attempt) => new(repository.ToLowerInvariant(), runId, attempt);
}
