using System.Diagnostics.CodeAnalysis;
using GhaRunner.Abstractions;
using GhaRunner.Core.GitHub;
using GhaRunner.Core.Removal;
using Microsoft.Extensions.Logging;

namespace GhaRunner.Core.Deployment;

/// <summary>
/// What follows a start that failed or was cancelled: the machines' logs are read, then everything that the start made
/// is taken away, by id and by its ownership tags.
/// </summary>
internal sealed partial class Retreat(IMachineProvider provider, GitHubClient github, TimeProvider timeProvider, ILogger logger)
{
    private const int LogLines = 400;
    private const int LogsRead = 3;
    private static readonly TimeSpan LogTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// After a cancel the runner grants 7.5 s between SIGINT and SIGTERM, and 2.5 s after that. With the patience before it and
    /// what the program does after it, all of it ends within seven seconds of the one, or two of the other.
    /// </summary>
    private static readonly TimeSpan TimeWhenCancelled = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan TimeInAHurry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TimeWhenFailed = TimeSpan.FromMinutes(3);

    private readonly MachineSearch search = new(provider, timeProvider);

    /// <summary>How long a request under way may still take after a cancel, so that its effect is known.</summary>
    public static TimeSpan PatienceWhenCancelled { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The same when hardly any time is left.</summary>
    public static TimeSpan PatienceInAHurry { get; } = TimeSpan.FromSeconds(0.25);

    /// <summary>The same after a failure.</summary>
    public static TimeSpan PatienceWhenFailed { get; } = TimeSpan.FromSeconds(15);

    /// <summary>Reads the logs and undoes the start.</summary>
    /// <param name="report">The report so far, with the failure.</param>
    /// <param name="batch">The start; afterwards its leases have a machine only where one may be left.</param>
    /// <param name="cancellationToken">The cancel of the start: once it comes, the time left is short.</param>
    /// <param name="hurry">Once it comes, hardly any is.</param>
    /// <returns>The report with diagnoses, what was rolled back, and the failure explained.</returns>
    public async Task<DeploymentReport> UndoAsync(DeploymentReport report, Batch batch, CancellationToken cancellationToken, CancellationToken hurry)
    {
        var diagnoses = cancellationToken.IsCancellationRequested ? [] : await DiagnoseAsync(batch.Leases, report.Failure!.Message, cancellationToken);
        using var deadline = new CancellationTokenSource(TimeWhenFailed, timeProvider);
        using var onCancel = cancellationToken.Register(() => deadline.CancelAfter(TimeWhenCancelled));
        using var onHurry = hurry.Register(() => deadline.CancelAfter(TimeInAHurry));
        LogUndoing(batch.Leases.Count);
        var rolledBack = await RollBackAsync(batch, deadline.Token);
        foreach (var lease in batch.Leases.Where(lease => lease.MachineId is not null && rolledBack.GoneMachines.Contains(lease.MachineId)))
            lease.MachineId = null;
        Publish(batch, rolledBack.RemainingMachines.Count == 0);
        if (rolledBack.IsComplete)
            LogUndone(rolledBack.Describe());
        else
            LogLeft(rolledBack.Describe());
        return report with { Diagnoses = diagnoses, RolledBack = rolledBack, Failure = Explain(report.Failure!, diagnoses, rolledBack) };
    }

    /// <summary>
    /// What is known is removed while what is not known is looked for: a provider that cannot list must not keep the rest.
    /// </summary>
    private async Task<CleanUpReport> RollBackAsync(Batch batch, CancellationToken cancellationToken)
    {
        string[] known = [.. batch.Leases.SelectMany(lease => lease.LostMachines.Append(lease.MachineId)).OfType<string>()];
        var knownTask = new CleanUp(provider, github, timeProvider).RemoveAsync(
            known,
            batch.Filter,
            id => batch.Leases.Any(lease => lease.MachineId == id && !lease.MachineSeen && timeProvider.GetElapsedTime(lease.MadeAt) < Readiness.UnseenGrace),
            batch.Leases.Where(lease => lease.RunnerId is not null).ToDictionary(lease => lease.RunnerId!.Value, lease => lease.RunnerName),
            batch.Leases.Any(lease => lease.RegistrationUncertain) ? name => name.Start == batch.Start : null,
            registersItself: batch.Leases.Any(lease => lease is { RegistrationUncertain: true, RunnerId: null, MachineId: not null }),
            cancellationToken);
        var unansweredTask = batch.Leases.Any(lease => lease.MachineUncertain)
            ? RemoveUnansweredAsync(batch, known, cancellationToken) : Task.FromResult(new CleanUpReport());
        await Task.WhenAll(knownTask, unansweredTask);
        var (removed, _) = await knownTask;
        var unanswered = await unansweredTask;
        return removed with
        {
            GoneMachines = [.. removed.GoneMachines, .. unanswered.GoneMachines],
            RemainingMachines = removed.RemainingMachines.Concat(unanswered.RemainingMachines).ToDictionary(),
            RemainingRunners = WithGivenUp(batch, removed),
        };
    }

    /// <summary>A look that does not show a registration says nothing when its request was given up a moment ago.</summary>
    private static Dictionary<string, string> WithGivenUp(Batch batch, CleanUpReport removed)
    {
        var remaining = removed.RemainingRunners.ToDictionary();
        foreach (var lease in batch.Leases.Where(lease => lease.RegistrationGivenUp && !removed.RemovedRunners.Contains(lease.Label)))
            remaining.TryAdd(lease.Label, "it was asked for, and given up before GitHub answered");
        return remaining;
    }

    /// <summary>
    /// Looks for machines whose creation was never answered, until a new one would be shown; what appears is removed.
    /// </summary>
    private async Task<CleanUpReport> RemoveUnansweredAsync(Batch batch, IReadOnlyCollection<string> known, CancellationToken cancellationToken)
    {
        var report = new CleanUpReport();
        for (var begun = timeProvider.GetTimestamp(); ;)
        {
            var (problem, ids) = await search.FindAsync(batch, cancellationToken);
            if (problem is not null)
                return MayBeLeft(report, batch, problem);
            string[] late = [.. ids.Except(known).Except(report.GoneMachines).Except(report.RemainingMachines.Keys)];
            var (gone, remaining) = await new MachineRemoval(provider, timeProvider).RemoveAsync(late, batch.Filter, mayBeUnseen: _ => false, cancellationToken);
            report = report with { GoneMachines = [.. report.GoneMachines, .. gone], RemainingMachines = report.RemainingMachines.Concat(remaining).ToDictionary() };
            if (!batch.Leases.Any(lease => lease is { MachineUncertain: true, MachineId: null }) || timeProvider.GetElapsedTime(begun) > Readiness.UnseenGrace)
                return report;
            try
            {
                await Task.Delay(PassingFaults.Pause, timeProvider, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return MayBeLeft(report, batch, "a machine that was asked for may not be shown yet");
            }
        }
    }

    private static CleanUpReport MayBeLeft(CleanUpReport report, Batch batch, string problem) => report with
    {
        RemainingMachines = new Dictionary<string, string>(report.RemainingMachines) { [$"tagged {OwnershipTags.Start}={batch.Start}"] = $"could not be looked for: {problem}" },
    };

    /// <summary>The observer has been told of what is left; if it fails once more, the report still says so.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The report of what is left counts more than why it could not be written down.")]
    private void Publish(Batch batch, bool nothingIsLeft)
    {
        try
        {
            batch.Publish();
            if (nothingIsLeft)
                batch.TellNothingIsLeft();
        }
        catch (Exception exception)
        {
            LogUnwritten(exception.Message);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A log that cannot be read does not keep the rollback from its work.")]
    private async Task<IReadOnlyList<Diagnosis>> DiagnoseAsync(IReadOnlyList<Lease> leases, string failure, CancellationToken cancellationToken)
    {
        var diagnoses = new List<Diagnosis>();
        if (provider is not IConsoleLog console)
            return diagnoses;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = timeProvider.CreateTimer(_ => deadline.Cancel(), null, LogTimeout, Timeout.InfiniteTimeSpan);
        var suspects = leases.Where(lease => lease is { MachineId: not null, Timeline.Online: null })
            .OrderByDescending(lease => failure.Contains(lease.Label, StringComparison.Ordinal));
        foreach (var lease in suspects.Take(LogsRead))
        {
            try
            {
                diagnoses.Add(Diagnosis.Of(lease.Label, await console.ReadConsoleLogAsync(lease.MachineId!, LogLines, deadline.Token)));
            }
            catch (Exception exception)
            {
                LogUnreadable(lease.Label, exception.Message);
            }
        }

        return diagnoses;
    }

    /// <summary>Adds what the logs tell to the message, and makes "something may be left" the failure if it is so.</summary>
    private static Exception Explain(Exception failure, IReadOnlyList<Diagnosis> diagnoses, CleanUpReport rolledBack)
    {
        if (failure is not ActionableException error)
            return failure;
        var findings = diagnoses.GroupBy(diagnosis => (diagnosis.Phase, diagnosis.Reason), (_, alike) => Finding([.. alike]));
        var message = string.Join(' ', findings.Prepend(error.Message));
        return new ActionableException(
            rolledBack.IsComplete ? error.Category : ErrorCategory.CleanUpIncomplete, error.Code, message, Remedy(), error)
        {
            WhatExists = rolledBack.IsComplete ? "Nothing is left of this start." : rolledBack.Describe(),
            VendorCode = error.VendorCode,
            RequestId = error.RequestId,
        };

        string Remedy() => diagnoses.FirstOrDefault(diagnosis => diagnosis.Remedy.Length > 0)?.Remedy is { } known && error.Remedy.Length == 0 ? known : error.Remedy;

        static string Finding(Diagnosis[] alike) => alike[0].Describe() + (alike.Length > 1 ? $" The same for {string.Join(", ", alike.Skip(1).Select(diagnosis => diagnosis.Machine))}." : "");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Taking back what this start made (runners: {Count})")]
    private partial void LogUndoing(int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Outcome}")]
    private partial void LogUndone(string outcome);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Outcome}")]
    private partial void LogLeft(string outcome);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outputs could not be written: {Reason}")]
    private partial void LogUnwritten(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Label}: the machine's log could not be read: {Reason}")]
    private partial void LogUnreadable(string label, string reason);
}
