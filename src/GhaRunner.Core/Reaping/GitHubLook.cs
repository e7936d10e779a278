using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using GhaRunner.Abstractions;
using GhaRunner.Core.GitHub;

namespace GhaRunner.Core.Reaping;

/// <summary>
/// One look at GitHub: run attempts and the runners of scopes, each asked for once. Whatever is not a whole answer, in time
/// and about what was asked, is a problem: nobody is to take it for "there is no such run" or "no such runner".
/// </summary>
internal sealed class GitHubLook
{
    private const int Concurrency = 16;

    /// <summary>A GitHub that is out of order is not waited for longer, however much there is to ask.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<RunAttempt, Answer<WorkflowAttempt>> attempts = new();
    private readonly ConcurrentDictionary<string, Answer<IReadOnlyList<Runner>>> runners = new(StringComparer.OrdinalIgnoreCase);

    private GitHubLook()
    {
    }

    /// <summary>Looks.</summary>
    /// <param name="github">GitHub.</param>
    /// <param name="wantedAttempts">The attempts to ask for.</param>
    /// <param name="wantedScopes">The scopes whose runners to list.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>What GitHub has told.</returns>
    public static async Task<GitHubLook> TakeAsync(
        GitHubClient github, IEnumerable<RunAttempt> wantedAttempts, IEnumerable<string> wantedScopes, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var look = new GitHubLook();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = timeProvider.CreateTimer(_ => end.Cancel(), null, Patience, Timeout.InfiniteTimeSpan);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken };
        await Task.WhenAll(
            Parallel.ForEachAsync(wantedAttempts.Distinct().ToList(), options, async (run, _) => look.attempts[run] = await AskAsync(
                () => RunnerScope.TryParse(run.Repository, out var scope) && scope.Kind == RunnerScopeKind.Repository
                    ? github.GetAttemptAsync(run.Repository, run.RunId, run.Attempt, end.Token) : throw NoScope(run.Repository))),
            Parallel.ForEachAsync(wantedScopes.Distinct(StringComparer.OrdinalIgnoreCase).ToList(), options, async (name, _) => look.runners[name] = await AskAsync(
                () => RunnerScope.TryParse(name, out var scope) ? github.ListAsync(scope, end.Token) : throw NoScope(name))));
        return look;

        async Task<Answer<T>> AskAsync<T>(Func<Task<T>> ask)
            where T : class
        {
            try
            {
                return new Answer<T>(await ask(), null);
            }
            catch (ActionableException problem)
            {
                return new Answer<T>(null, problem);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return new Answer<T>(null, new ActionableException(
                    ErrorCategory.Transient, "github-too-slow", $"GitHub has not told everything within {Patience.TotalMinutes:0} minutes.", "Run the reaper again later."));
            }
        }
    }

    /// <summary>What GitHub has told of an attempt.</summary>
    /// <param name="run">One that was asked for.</param>
    /// <returns>The answer.</returns>
    public Answer<WorkflowAttempt> AttemptOf(RunAttempt run) => attempts[run];

    /// <summary>What GitHub has told of a scope's runners.</summary>
    /// <param name="scope">One that was asked for.</param>
    /// <returns>The answer.</returns>
    public Answer<IReadOnlyList<Runner>> RunnersOf(string scope) => runners[scope];

    /// <summary>Whether a runner is one of ours, by its name or its unique label.</summary>
    /// <param name="runner">The runner.</param>
    /// <param name="owned">Whose machine it is for when the answer is <see langword="true"/>.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsOurs(Runner runner, [NotNullWhen(true)] out OwnedName? owned)
    {
        foreach (var name in (runner.Labels ?? []).Select(label => label.Name).Prepend(runner.Name))
        {
            if (OwnedName.TryParse(name, out owned))
                return true;
        }

        owned = null;
        return false;
    }

    private static ActionableException NoScope(string text) => new(
        ErrorCategory.Unexpected, "tags-unreadable", $"'{text}' in a machine's tags is no repository, organization or enterprise: GitHub cannot be asked.");
}
