namespace GhaRunner.Simulator.GitHub.Runs;

/// <summary>The workflow runs that exist, with all their attempts.</summary>
internal sealed class RunBook(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<(long RunId, int Attempt), RunAttempt> _attempts = [];

    /// <summary>Adds or changes an attempt; the change was some time ago.</summary>
    public void Declare(string repository, long runId, string status, string? conclusion, int attempt, TimeSpan ago = default)
    {
        var now = time.GetUtcNow() - ago;
        lock (_lock)
        {
            var started = _attempts.TryGetValue((runId, attempt), out var known) ? known.StartedAt : now;
            _attempts[(runId, attempt)] = new RunAttempt(repository, runId, attempt, status, conclusion, started, now);
        }
    }

    /// <summary>Declares a run as in progress unless it is known.</summary>
    /// <returns>The run's latest attempt.</returns>
    public int EnsureRun(string repository, long runId)
    {
        if (Find(repository, runId) is { } known)
            return known.Attempt;
        Declare(repository, runId, "in_progress", null, 1);
        return 1;
    }

    /// <summary>Finds an attempt; the latest one when <paramref name="attempt"/> is <see langword="null"/>.</summary>
    public RunAttempt? Find(string repository, long runId, int? attempt = null)
    {
        lock (_lock)
        {
            return _attempts.Values.LastOrDefault(run => run.RunId == runId && (attempt is null || run.Attempt == attempt)
                && string.Equals(run.Repository, repository, StringComparison.OrdinalIgnoreCase));
        }
    }

    public List<RunAttempt> All()
    {
        lock (_lock)
            return [.. _attempts.Values];
    }
}
