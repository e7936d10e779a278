using System.Diagnostics.CodeAnalysis;
using GhaRunner.Abstractions;
using GhaRunner.Core.GitHub;
using GhaRunner.Core.Removal;
using Microsoft.Extensions.Logging;

namespace GhaRunner.Core.Reaping;

/// <summary>
/// The reaper: takes away, from outside, what starts and stops have left. It lists every machine of ours in the account and
/// asks GitHub for each one's run attempt and runner. What has expired goes at once, whatever GitHub says. What belongs to an
/// attempt that is over for longer than the grace, and has no job, goes when a second look at both agrees. On any error of
/// GitHub the machine stays, and the pass fails.
/// </summary>
/// <param name="provider">Where the machines are.</param>
/// <param name="github">Where their runners are registered, and their runs.</param>
/// <param name="options">Validated options.</param>
/// <param name="run">The reaper's own run.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="logger">The log for people.</param>
public sealed partial class ReapRunners(
    IMachineProvider provider, GitHubClient github, ReapOptions options, WorkflowRun run, TimeProvider timeProvider, ILogger<ReapRunners> logger)
{
    /// <summary>From the first look at a machine to the second.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);

    /// <summary>How long the machines may take to be gone, all together.</summary>
    private static readonly TimeSpan RemovalLimit = TimeSpan.FromMinutes(10);

    private readonly AccountSurvey survey = new(provider, timeProvider);
    private readonly Judge judge = new(options.Grace, timeProvider);

    /// <summary>Makes one pass.</summary>
    /// <param name="cancellationToken">Cancels; the report then says what may be left.</param>
    /// <returns>The report; a failure is in it, not thrown.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever fails, the report says what is gone; the failure goes into it.")]
    public async Task<ReapReport> RunAsync(CancellationToken cancellationToken)
    {
        var report = new ReapReport { Provider = provider.Name };
        try
        {
            var listing = await survey.ListAsync(cancellationToken);
            LogFound(listing.Machines.Count(machine => machine.State != MachineState.Deleted));
            foreach (var problem in listing.Problems)
                LogPlace(problem.ToUserText());
            var plain = listing.Machines.Select(machine => (Machine: machine, Verdict: judge.WithoutGitHub(machine))).ToList();

            // What has expired does not wait for what GitHub has to say of the others.
            var expiredTask = RemoveAsync([.. plain.Where(pair => pair.Verdict?.Decision == ReapDecision.Expired).Select(pair => pair.Machine)], cancellationToken);
            var ghosts = new GhostReport();
            var othersTask = JudgeTwiceAsync(ghosts, [.. plain.Where(pair => pair.Verdict is null).Select(pair => pair.Machine)], cancellationToken);
            try
            {
                await Task.WhenAll(expiredTask, othersTask);
            }
            finally
            {
                report = report with { Removed = await expiredTask };
            }

            var (verdicts, lastListing) = await othersTask;
            foreach (var (machine, verdict) in plain.Where(pair => pair.Verdict is not null))
                verdicts[machine.Id] = verdict!;
            var removed = Join(await expiredTask, await RemoveAsync(
                [.. plain.Where(pair => pair.Verdict is null && verdicts[pair.Machine.Id].Decision is ReapDecision.Expired or ReapDecision.Forgotten).Select(pair => pair.Machine)], cancellationToken));
            report = report with { Machines = [.. listing.Machines.Where(machine => machine.State != MachineState.Deleted).Select(machine => Describe(machine, verdicts[machine.Id]))], Removed = removed };
            cancellationToken.ThrowIfCancellationRequested();

            var isComplete = listing.Problems.Count == 0 && lastListing.Problems.Count == 0;
            await new GhostRegistrations(github, judge, run, ghosts, timeProvider).ReapAsync(
                isComplete ? [.. listing.Machines, .. lastListing.Machines] : null,
                [.. listing.Machines.Where(machine => removed.GoneMachines.Contains(machine.Id))], options.DryRun, cancellationToken);
            removed = removed with { RemovedRunners = ghosts.Removed, RemainingRunners = ghosts.Remaining };
            LogRemoved(removed.Describe());
            report = report with { Removed = removed, Registrations = ghosts.Seen };
            var problems = verdicts.Values.Select(verdict => verdict.Problem).OfType<ActionableException>().Concat(ghosts.Problems).ToList();
            return report with { Machines = await PriceAsync(report.Machines, cancellationToken), Failure = FailureOf(report, listing, problems) };
        }
        catch (Exception failure)
        {
            return report with { Failure = failure };
        }
    }

    /// <summary>
    /// Looks at machines, and again after a pause at those that are to go: at both times provider and GitHub must agree. A
    /// registration goes before its machine: GitHub refuses that when a job has come meanwhile, and no job can come after it.
    /// </summary>
    private async Task<(Dictionary<string, Verdict> Verdicts, AccountListing Latest)> JudgeTwiceAsync(GhostReport ghosts, IReadOnlyList<Machine> machines, CancellationToken cancellationToken)
    {
        var verdicts = await JudgeAsync(machines, cancellationToken);
        var candidates = machines.Where(machine => verdicts[machine.Id].Decision == ReapDecision.Forgotten).ToList();
        if (candidates.Count == 0)
            return (verdicts, new AccountListing([], []));
        LogCandidates(candidates.Count, BetweenLooks.TotalSeconds);
        await Task.Delay(BetweenLooks, timeProvider, cancellationToken);

        var latest = await survey.ListAsync(cancellationToken);
        var shown = latest.Machines.Where(machine => machine.State != MachineState.Deleted).DistinctBy(machine => machine.Id).ToDictionary(machine => machine.Id);
        foreach (var machine in candidates.Where(machine => !shown.ContainsKey(machine.Id)))
            verdicts[machine.Id] = new Verdict(ReapDecision.Kept, "the provider did not show it a second time");
        candidates = [.. candidates.Where(machine => shown.ContainsKey(machine.Id)).Select(machine => shown[machine.Id])];
        var look = await LookAsync(candidates, cancellationToken);
        foreach (var machine in candidates)
        {
            var verdict = judge.Of(machine, look);
            verdicts[machine.Id] = verdict.Decision == ReapDecision.Forgotten && !options.DryRun ? await ReleaseAsync(machine, look, verdict, ghosts, cancellationToken) : verdict;
        }

        return (verdicts, latest);
    }

    private async Task<Dictionary<string, Verdict>> JudgeAsync(IReadOnlyList<Machine> machines, CancellationToken cancellationToken)
    {
        var look = await LookAsync(machines, cancellationToken);
        return machines.ToDictionary(machine => machine.Id, machine => judge.Of(machine, look));
    }

    private Task<GitHubLook> LookAsync(IReadOnlyList<Machine> machines, CancellationToken cancellationToken) => GitHubLook.TakeAsync(
        github, machines.Select(machine => RunAttempt.Of(machine.Ownership)), machines.Select(machine => machine.Ownership.Scope), timeProvider, cancellationToken);

    /// <summary>Takes the registrations of a machine away, so that no job can come to it any more.</summary>
    private async Task<Verdict> ReleaseAsync(Machine machine, GitHubLook look, Verdict verdict, GhostReport ghosts, CancellationToken cancellationToken)
    {
        _ = RunnerScope.TryParse(machine.Ownership.Scope, out var scope); // It was listed, so it is one.
        try
        {
            foreach (var runner in look.RunnersOf(machine.Ownership.Scope).Value!.Where(runner => GitHubLook.IsOurs(runner, out var owned) && owned == Judge.NameOf(machine)))
            {
                await github.DeleteAsync(scope!, runner.Id, cancellationToken);
                ghosts.IsGone(runner);
            }

            return verdict;
        }
        catch (ActionableException busy) when (busy.Category == ErrorCategory.Conflict)
        {
            return new Verdict(ReapDecision.Kept, "its runner has taken a job meanwhile");
        }
        catch (ActionableException problem)
        {
            return Judge.Unknown(problem);
        }
    }

    private async Task<CleanUpReport> RemoveAsync(IReadOnlyList<Machine> machines, CancellationToken cancellationToken)
    {
        if (options.DryRun || machines.Count == 0)
            return new CleanUpReport();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = timeProvider.CreateTimer(_ => deadline.Cancel(), null, RemovalLimit, Timeout.InfiniteTimeSpan);
        var (gone, remaining) = await new MachineRemoval(provider, timeProvider).RemoveAsync(
            [.. machines.Select(machine => machine.Id)], OwnershipFilter.All, mayBeUnseen: _ => false, deadline.Token);
        return new CleanUpReport { GoneMachines = gone, RemainingMachines = remaining };
    }

    private static CleanUpReport Join(CleanUpReport first, CleanUpReport second) => new()
    {
        GoneMachines = [.. first.GoneMachines, .. second.GoneMachines],
        RemainingMachines = first.RemainingMachines.Concat(second.RemainingMachines).ToDictionary(),
    };

    private ReapedMachine Describe(Machine machine, Verdict verdict) =>
        new(machine, verdict.Decision, verdict.Reason, (machine.EndedAt ?? timeProvider.GetUtcNow()) - machine.CreatedAt);

    /// <summary>What the machines have cost; good to know, and never a reason to fail.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A price is never a reason to fail.")]
    private async Task<IReadOnlyList<ReapedMachine>> PriceAsync(IReadOnlyList<ReapedMachine> machines, CancellationToken cancellationToken)
    {
        if (provider is not IPriceSource prices)
            return machines;
        try
        {
            return await Task.WhenAll(machines.Select(async machine =>
                machine with { HourlyPrice = await prices.GetHourlyPriceAsync(machine.Machine.Candidate, cancellationToken) }));
        }
        catch (Exception)
        {
            return machines;
        }
    }

    /// <summary>What remains comes first, then what could not be looked at, then what GitHub has not told.</summary>
    private static ActionableException? FailureOf(ReapReport report, AccountListing listing, List<ActionableException> problems)
    {
        if (!report.Removed.IsComplete)
        {
            return new ActionableException(ErrorCategory.CleanUpIncomplete, "clean-up-incomplete", $"Not everything could be taken away. {report.Removed.Describe()}",
                "Run the reaper again, or delete what is named by hand.", problems.Count > 0 ? problems[0] : null);
        }

        if (listing.Problems.Concat(problems).FirstOrDefault() is not { } first)
            return null;
        var kept = report.Machines.Where(machine => machine.Decision == ReapDecision.Unknown).Select(machine => machine.Machine.Id).ToList();
        return new ActionableException(first.Category, first.Code, first.Message, first.Remedy, first)
        {
            WhatExists = kept.Count > 0 ? $"Kept because GitHub has not told of their runs: {string.Join(", ", kept)}; each goes when its time is up." : "",
            VendorCode = first.VendorCode,
            RequestId = first.RequestId,
        };
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Machines of ours in the account: {Count}")]
    private partial void LogFound(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A place could not be looked at: {Problem}")]
    private partial void LogPlace(string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Looking again in {Seconds} s at what is to go: {Count}")]
    private partial void LogCandidates(int count, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Outcome}")]
    private partial void LogRemoved(string outcome);
}
