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
    /// After a cancel the runner grants 7.5 s between SIGINT and SIGTERM and 2.5 s after; all of it ends within five.
    /// </summary>
    private static readonly TimeSpan TimeWhenCancelled = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan TimeWhenFailed = TimeSpan.FromMinutes(3);

    /// <summary>How long a request under way may still take after a cancel, so that its effect is known.</summary>
    public static TimeSpan PatienceWhenCancelled { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The same after a failure.</summary>
    public static TimeSpan PatienceWhenFailed { get; } = TimeSpan.FromSeconds(15);

    /// <summary>Reads the logs and undoes the start.</summary>
    /// <param name="report">The report so far, with the failure.</param>
    /// <param name="batch">The start; afterwards its leases have a machine only where one may be left.</param>
    /// <param name="cancellationToken">The cancel of the start: once it comes, the time left is short.</param>
    /// <returns>The report with diagnoses, what was rolled back, and the failure explained.</returns>
    public async Task<DeploymentReport> UndoAsync(DeploymentReport report, Batch batch, CancellationToken cancellationToken)
    {
        var diagnoses = cancellationToken.IsCancellationRequested ? [] : await DiagnoseAsync(batch.Leases, report.Failure!.Message, cancellationToken);
        using var deadline = new CancellationTokenSource(TimeWhenFailed, timeProvider);
        using var onCancel = cancellationToken.Register(() => deadline.CancelAfter(TimeWhenCancelled));
        LogUndoing(batch.Leases.Count);
        var rolledBack = await RollBackAsync(batch, deadline.Token);
        batch.Publish();
        if (rolledBack.IsComplete)
            LogUndone(rolledBack.Describe());
        else
            LogLeft(rolledBack.Describe());
        return report with { Diagnoses = diagnoses, RolledBack = rolledBack, Failure = Explain(report.Failure!, diagnoses, rolledBack) };
    }

    private async Task<CleanUpReport> RollBackAsync(Batch batch, CancellationToken cancellationToken)
    {
        var cleanUp = new CleanUp(provider, github, timeProvider);
        var (_, ids) = await FindAsync(batch, cancellationToken);
        var (removed, _) = await cleanUp.RemoveAsync(
            ids,
            batch.Filter,
            batch.Leases.Where(lease => lease.RunnerId is not null).ToDictionary(lease => lease.RunnerId!.Value, lease => lease.RunnerName),
            [.. batch.Leases.Where(lease => lease.RegistrationUncertain).Select(lease => lease.Label)],
            registersItself: batch.Leases.Any(lease => lease is { RegistrationUncertain: true, RunnerId: null, MachineId: not null }),
            cancellationToken);
        Forget(batch, removed.GoneMachines);
        if (!batch.Leases.Any(lease => lease.MachineUncertain))
            return removed;

        // A creation that was never answered may have taken effect since we looked: look once more.
        (var unlisted, ids) = await FindAsync(batch, cancellationToken);
        if (unlisted is not null)
        {
            var unseen = KeyValuePair.Create($"tagged {OwnershipTags.Start}={batch.Start}", $"could not be looked for: {unlisted}");
            return removed with { RemainingMachines = removed.RemainingMachines.Append(unseen).ToDictionary() };
        }

        var (late, _) = await cleanUp.RemoveAsync(ids, batch.Filter, new Dictionary<long, string>(), [], registersItself: false, cancellationToken);
        Forget(batch, late.GoneMachines);
        return removed with { GoneMachines = [.. removed.GoneMachines, .. late.GoneMachines], RemainingMachines = late.RemainingMachines };
    }

    /// <summary>A lease whose machine is gone has none: it must not stay in the outputs.</summary>
    private static void Forget(Batch batch, IReadOnlyList<string> gone)
    {
        foreach (var lease in batch.Leases.Where(lease => lease.MachineId is not null && gone.Contains(lease.MachineId)))
            lease.MachineId = null;
    }

    /// <summary>The machines we know of, and those that carry our tags although their creation was never answered.</summary>
    private async Task<(string? Problem, IReadOnlyCollection<string> Ids)> FindAsync(Batch batch, CancellationToken cancellationToken)
    {
        var ids = batch.Leases.Where(lease => lease.MachineId is not null).Select(lease => lease.MachineId!).ToHashSet();
        try
        {
            foreach (var machine in await provider.ListOwnedAsync(batch.Filter, cancellationToken))
            {
                ids.Add(machine.Id);
                if (batch.Leases.FirstOrDefault(lease => lease.Ownership.Index == machine.Ownership.Index) is { MachineId: null } lease)
                    lease.MachineId = machine.Id;
            }

            return (null, ids);
        }
        catch (Exception exception) when (exception is ActionableException or OperationCanceledException)
        {
            return (exception.Message, ids);
        }
    }

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
            catch (Exception exception) when (exception is ActionableException or OperationCanceledException)
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
            rolledBack.IsComplete ? error.Category : ErrorCategory.CleanUpIncomplete, error.Code, message, error.Remedy, error)
        {
            WhatExists = rolledBack.IsComplete ? "Nothing is left of this start." : rolledBack.Describe(),
            VendorCode = error.VendorCode,
            RequestId = error.RequestId,
        };

        static string Finding(Diagnosis[] alike) => alike[0].Describe() + (alike.Length > 1 ? $" The same for {string.Join(", ", alike.Skip(1).Select(diagnosis => diagnosis.Machine))}." : "");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Taking back what this start made (runners: {Count})")]
    private partial void LogUndoing(int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Outcome}")]
    private partial void LogUndone(string outcome);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Outcome}")]
    private partial void LogLeft(string outcome);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Label}: the machine's log could not be read: {Reason}")]
    private partial void LogUnreadable(string label, string reason);
}
