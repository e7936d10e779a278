using GhaRunner.Abstractions;
using GhaRunner.Core.GitHub;

namespace GhaRunner.Core.Reaping;

/// <summary>
/// Removes registrations of ours whose machine is gone: those of machines that this pass has taken away, and, when the whole
/// account was listed, those of the client's scope whose machine nobody shows and whose run attempt is over for longer than
/// the grace. One that is online or has a job stays, whatever else is true of it.
/// </summary>
internal sealed class GhostRegistrations(GitHubClient github, Judge judge, WorkflowRun run, GhostReport report, TimeProvider timeProvider)
{
    private const int Concurrency = 8;

    /// <summary>How long a runner may still be shown as online whose machine is gone.</summary>
    private static readonly TimeSpan[] Looks = [.. Enumerable.Repeat(TimeSpan.FromSeconds(10), 6)];

    /// <summary>Removes them.</summary>
    /// <param name="account">Every machine that the account has shown; <see langword="null"/> when it was not listed completely.</param>
    /// <param name="gone">The machines that this pass has taken away.</param>
    /// <param name="dryRun">Whether to remove nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A task that ends when the report says what has become of them.</returns>
    public async Task ReapAsync(IReadOnlyList<Machine>? account, IReadOnlyList<Machine> gone, bool dryRun, CancellationToken cancellationToken)
    {
        var ownIsListed = await ReapOwnAsync(account, gone, dryRun, cancellationToken);
        foreach (var scope in gone.Select(machine => machine.Ownership.Scope).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (RunnerScope.TryParse(scope, out var where))
                await FollowAsync(where, gone, ownIsListed, cancellationToken);
        }
    }

    /// <summary>The registrations of the client's scope whose machine nobody shows.</summary>
    /// <returns>Whether the scope could be listed.</returns>
    private async Task<bool> ReapOwnAsync(
        IReadOnlyList<Machine>? account, IReadOnlyList<Machine> gone, bool dryRun, CancellationToken cancellationToken)
    {
        var scope = github.Scope;
        var first = await ListAsync(scope, cancellationToken);
        if (first is null || account is null)
            return first is not null;
        var alive = account.Where(machine => machine.State != MachineState.Deleted).Concat(gone).Select(Judge.NameOf).ToHashSet();
        var ghosts = first.Where(ghost => IsIdle(ghost.Runner) && ghost.Name.RunId != 0 && !alive.Contains(ghost.Name)).ToList();
        var runs = ghosts.ToDictionary(ghost => ghost.Runner.Id, ghost => RunAttempt.Of(RepositoryOf(ghost.Name, scope, account), ghost.Name.RunId, ghost.Name.RunAttempt));
        var look = await GitHubLook.TakeAsync(github, runs.Values, [], timeProvider, cancellationToken);
        var verdicts = ghosts.Select(ghost => (ghost.Runner, Verdict: judge.Of(look.AttemptOf(runs[ghost.Runner.Id])))).ToList();
        foreach (var (runner, verdict) in verdicts.Where(pair => pair.Verdict.Decision == ReapDecision.Unknown))
        {
            report.Saw(runner, scope, verdict);
            if (verdict.Problem!.Code != GitHubErrors.RunNotFound)
                report.Met(verdict.Problem); // A run that was deleted is none: its registration costs nothing, and GitHub forgets it within days.
        }

        var idle = verdicts.Where(pair => pair.Verdict.Decision == ReapDecision.Forgotten).ToList();
        await Parallel.ForEachAsync(idle, Options(cancellationToken), async (pair, ct) =>
        {
            report.Saw(pair.Runner, scope, pair.Verdict);
            if (!dryRun)
                await RemoveAsync(scope, pair.Runner, ct);
        });
        return true;
    }

    /// <summary>
    /// The registrations of machines that this pass has taken away: nobody can have use for them. A runner whose machine is
    /// gone is shown as online for some seconds more.
    /// </summary>
    private async Task FollowAsync(RunnerScope scope, IReadOnlyList<Machine> gone, bool ownIsListed, CancellationToken cancellationToken)
    {
        if (!ownIsListed && scope.Equals(github.Scope))
            return; // That GitHub does not list it is in the report already.
        var names = gone.Select(Judge.NameOf).ToHashSet();
        for (var look = 0; ; look++)
        {
            if (await ListAsync(scope, cancellationToken) is not { } listed)
                return;
            var left = listed.Where(ghost => names.Contains(ghost.Name)).Select(ghost => ghost.Runner).ToList();
            await Parallel.ForEachAsync(left.Where(IsIdle), Options(cancellationToken), async (runner, ct) =>
            {
                report.Saw(runner, scope, new Verdict(ReapDecision.Expired, "its machine was taken away"));
                await RemoveAsync(scope, runner, ct);
            });
            var online = left.Where(runner => !IsIdle(runner)).ToList();
            if (online.Count == 0)
                return;
            if (look == Looks.Length)
            {
                foreach (var runner in online)
                    report.Saw(runner, scope, new Verdict(ReapDecision.Kept, "its machine is gone, and GitHub still shows it as online: a later pass removes it"));
                return;
            }

            await Task.Delay(Looks[look], timeProvider, cancellationToken);
        }
    }

    /// <summary>
    /// The repository of a run, which a name does not tell: the scope, where that is one; else that of a machine of the same
    /// run; else our own. The numbers of runs are unique on a server, so that a wrong guess finds nothing.
    /// </summary>
    private string RepositoryOf(OwnedName name, RunnerScope scope, IReadOnlyList<Machine> account) =>
        scope.Kind == RunnerScopeKind.Repository ? scope.Name
        : account.FirstOrDefault(machine => machine.Ownership.RunId == name.RunId)?.Ownership.Repository ?? run.Repository;

    private async Task<IReadOnlyList<(Runner Runner, OwnedName Name)>?> ListAsync(RunnerScope scope, CancellationToken cancellationToken)
    {
        try
        {
            var runners = await github.ListAsync(scope, cancellationToken);
            return [.. runners.Select(runner => (runner, GitHubLook.IsOurs(runner, out var owned) ? owned : null)).Where(pair => pair.Item2 is not null).Select(pair => (pair.runner, pair.Item2!))];
        }
        catch (ActionableException problem)
        {
            report.Met(problem);
            return null;
        }
    }

    private async Task RemoveAsync(RunnerScope scope, Runner runner, CancellationToken cancellationToken)
    {
        try
        {
            await github.DeleteAsync(scope, runner.Id, cancellationToken);
            report.IsGone(runner);
        }
        catch (ActionableException refusal)
        {
            report.IsLeft(runner, refusal);
        }
    }

    private static bool IsIdle(Runner runner) => runner is { IsOnline: false, Busy: false };

    private static ParallelOptions Options(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken };
}
