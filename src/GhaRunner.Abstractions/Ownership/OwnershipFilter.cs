namespace GhaRunner.Abstractions;

/// <summary>Which of our machines to list. What is <see langword="null"/> does not narrow.</summary>
public sealed record OwnershipFilter
{
    /// <summary>Every machine of ours.</summary>
    public static OwnershipFilter All { get; } = new();

    /// <summary>Only of this repository (<c>owner/name</c>, compared without case).</summary>
    public string? Repository { get; init; }

    /// <summary>Only of this workflow run.</summary>
    public long? RunId { get; init; }

    /// <summary>Only of this attempt of the run.</summary>
    public int? RunAttempt { get; init; }

    /// <summary>Only of this start.</summary>
    public string? Start { get; init; }

    /// <summary>Tells whether a machine's ownership passes.</summary>
    /// <param name="ownership">The ownership read from its tags.</param>
    /// <returns>Whether every part that is set agrees.</returns>
    public bool Matches(Ownership ownership) =>
        (Repository is null || string.Equals(Repository, ownership.Repository, StringComparison.OrdinalIgnoreCase))
        && (RunId is null || RunId == ownership.RunId)
        && (RunAttempt is null || RunAttempt == ownership.RunAttempt)
        && (Start is null || Start == ownership.Start);

    /// <summary>
    /// The tags to ask a provider's API for, when it can filter by exact tag values; <see cref="Repository"/> is left
    /// out, since it compares without case: check the answer with <see cref="Matches"/>.
    /// </summary>
    /// <returns>Tag keys and values, always with the marker.</returns>
    public IReadOnlyDictionary<string, string> ToTags()
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal) { [OwnershipTags.Owner] = OwnershipTags.OwnerValue };
        if (RunId is { } runId)
            tags[OwnershipTags.RunId] = runId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (RunAttempt is { } attempt)
            tags[OwnershipTags.RunAttempt] = attempt.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (Start is { } start)
            tags[OwnershipTags.Start] = start;
        return tags;
    }
}
