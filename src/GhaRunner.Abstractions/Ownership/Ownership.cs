using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace GhaRunner.Abstractions;

/// <summary>
/// Whose a machine is: written into its name and tags by the call that creates it, so that it is found again when
/// everything else about the start is lost. Two machines never have the same ownership.
/// </summary>
public sealed record Ownership
{
    /// <summary>The repository whose workflow run started the machine, as <c>owner/name</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>The workflow run (<c>GITHUB_RUN_ID</c>); 0 outside a workflow.</summary>
    public required long RunId { get; init; }

    /// <summary>The attempt of that run, counted from 1 (<c>GITHUB_RUN_ATTEMPT</c>); a re-run raises it and keeps the run id.</summary>
    public required int RunAttempt { get; init; }

    /// <summary>The job's key in the workflow file (<c>GITHUB_JOB</c>).</summary>
    public required string Job { get; init; }

    /// <summary>
    /// The start that made it: 8 random characters a start, because the legs of a matrix share all of the above.
    /// </summary>
    /// <value>Lower-case letters and digits.</value>
    public required string Start { get; init; }

    /// <summary>The machine's number within its start, counted from 1.</summary>
    public required int Index { get; init; }

    /// <summary>Where its runner registers: <c>owner/repo</c>, <c>owner</c> or <c>enterprises/slug</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>When it must be gone at the latest (UTC, whole seconds): the limit of the machine itself and of the reaper.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>
    /// The machine's name, derived from the above: also the unique label of its runner, and the key under which its
    /// creation is idempotent.
    /// </summary>
    /// <value>At most 63 characters; lower-case letters, digits and hyphens; starts with <c>gha-</c>.</value>
    public string MachineName => string.Create(CultureInfo.InvariantCulture, $"{NamePrefix}{RunId}-{RunAttempt}-{Start}-{Index}");

    /// <summary>How every name of ours begins.</summary>
    public const string NamePrefix = "gha-";

    /// <summary>The tags to write at birth: every field, and the marker that says the machine is ours.</summary>
    /// <returns>Ten tags; keys are lower case with hyphens, values at most 256 characters.</returns>
    public IReadOnlyDictionary<string, string> ToTags() => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [OwnershipTags.Owner] = OwnershipTags.OwnerValue,
        [OwnershipTags.Name] = MachineName,
        [OwnershipTags.Repository] = Repository,
        [OwnershipTags.RunId] = RunId.ToString(CultureInfo.InvariantCulture),
        [OwnershipTags.RunAttempt] = RunAttempt.ToString(CultureInfo.InvariantCulture),
        [OwnershipTags.Job] = Job,
        [OwnershipTags.Start] = Start,
        [OwnershipTags.Index] = Index.ToString(CultureInfo.InvariantCulture),
        [OwnershipTags.Scope] = Scope,
        [OwnershipTags.ExpiresAt] = ExpiresAt.UtcDateTime.ToString(TimestampFormat, CultureInfo.InvariantCulture),
    };

    /// <summary>Reads an ownership back from a machine's tags.</summary>
    /// <param name="tags">All tags of the machine; others than ours are ignored.</param>
    /// <param name="ownership">The ownership when the answer is <see langword="true"/>.</param>
    /// <returns>Whether the machine is ours: it has the marker and every field is well formed.</returns>
    public static bool TryFromTags(IReadOnlyDictionary<string, string> tags, [NotNullWhen(true)] out Ownership? ownership)
    {
        ownership = null;
        if (!tags.TryGetValue(OwnershipTags.Owner, out var owner) || owner != OwnershipTags.OwnerValue
            || !tags.TryGetValue(OwnershipTags.Repository, out var repository)
            || !TryNumber(OwnershipTags.RunId, long.MaxValue, out var runId)
            || !TryNumber(OwnershipTags.RunAttempt, int.MaxValue, out var attempt)
            || !tags.TryGetValue(OwnershipTags.Job, out var job)
            || !tags.TryGetValue(OwnershipTags.Start, out var start)
            || !TryNumber(OwnershipTags.Index, int.MaxValue, out var index)
            || !tags.TryGetValue(OwnershipTags.Scope, out var scope)
            || !tags.TryGetValue(OwnershipTags.ExpiresAt, out var expiry)
            || !DateTimeOffset.TryParseExact(expiry, TimestampFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expiresAt))
        {
            return false;
        }

        ownership = new Ownership
        {
            Repository = repository,
            RunId = runId,
            RunAttempt = (int)attempt,
            Job = job,
            Start = start,
            Index = (int)index,
            Scope = scope,
            ExpiresAt = expiresAt,
        };
        return true;

        bool TryNumber(string key, long largest, out long number)
        {
            number = 0;
            return tags.TryGetValue(key, out var text)
                && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= largest;
        }
    }

    private const string TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ";
}
