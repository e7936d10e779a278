namespace GhaRunner.Abstractions;

/// <summary>The keys of the tags (labels, metadata) that make a machine ours.</summary>
public static class OwnershipTags
{
    /// <summary>The marker: whatever carries it with <see cref="OwnerValue"/> was made by this program.</summary>
    public const string Owner = "gha-runner";

    /// <summary>The value of <see cref="Owner"/>: the version of this set of tags.</summary>
    public const string OwnerValue = "v1";

    /// <summary><see cref="Ownership.MachineName"/>.</summary>
    public const string Name = "gha-runner-name";

    /// <summary><see cref="Ownership.Repository"/>.</summary>
    public const string Repository = "gha-runner-repository";

    /// <summary><see cref="Ownership.RunId"/>, decimal.</summary>
    public const string RunId = "gha-runner-run-id";

    /// <summary><see cref="Ownership.RunAttempt"/>, decimal.</summary>
    public const string RunAttempt = "gha-runner-run-attempt";

    /// <summary><see cref="Ownership.Job"/>.</summary>
    public const string Job = "gha-runner-job";

    /// <summary><see cref="Ownership.Start"/>.</summary>
    public const string Start = "gha-runner-start";

    /// <summary><see cref="Ownership.Index"/>, decimal.</summary>
    public const string Index = "gha-runner-index";

    /// <summary><see cref="Ownership.Scope"/>.</summary>
    public const string Scope = "gha-runner-scope";

    /// <summary><see cref="Ownership.ExpiresAt"/>, as <c>2026-01-31T12:00:00Z</c>.</summary>
    public const string ExpiresAt = "gha-runner-expires-at";
}
