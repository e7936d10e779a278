using GhaRunner.Abstractions;
using GhaRunner.Core.Bootstrap;
using GhaRunner.Core.GitHub;
using Microsoft.Extensions.Logging;

namespace GhaRunner.Core.Deployment;

/// <summary>
/// Waits until every machine runs and every runner is online: one listing of machines and one of runners an interval,
/// however many are waited for. A machine that the provider takes away is replaced; one that ends by itself fails the start
/// at once.
/// </summary>
/// <param name="provider">Shows the machines.</param>
/// <param name="github">Shows the runners.</param>
/// <param name="replace">Brings up another machine for a lease whose own the provider took away.</param>
/// <param name="options">How long to wait, and for what kind of runner.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="logger">The log for people.</param>
internal sealed partial class Readiness(
    IMachineProvider provider,
    GitHubClient github,
    Func<Lease, ActionableException, CancellationToken, Task> replace,
    StartOptions options,
    TimeProvider timeProvider,
    ILogger logger)
{
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(5);

    private string lastFault = "";

    private static readonly TimeSpan MissedGrace = TimeSpan.FromSeconds(10);

    /// <summary>A machine may not be shown for a while after it was made (eventual consistency).</summary>
    public static TimeSpan UnseenGrace { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Waits.</summary>
    /// <param name="leases">The leases; their timelines are filled in. Their machines may still be being made.</param>
    /// <param name="filter">A filter that exactly their machines pass.</param>
    /// <param name="elapsed">The time since the beginning of the start.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when all are online.</returns>
    /// <exception cref="ActionableException">A machine ended, time is up, or the provider or GitHub refused.</exception>
    public async Task WaitAsync(IReadOnlyList<Lease> leases, OwnershipFilter filter, Func<TimeSpan> elapsed, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, timeProvider);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await LookUntilOnlineAsync(leases, filter, elapsed, end.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw TimedOut([.. leases.Where(lease => lease.Timeline.Online is null)], leases.Count);
        }
    }

    private async Task LookUntilOnlineAsync(IReadOnlyList<Lease> leases, OwnershipFilter filter, Func<TimeSpan> elapsed, CancellationToken cancellationToken)
    {
        var interval = FirstInterval;
        while (leases.Where(lease => lease.Timeline.Online is null).ToList() is { Count: > 0 } waiting)
        {
            if (waiting.Exists(lease => lease.MachineId is not null))
                await LookAsync(waiting, filter, elapsed, cancellationToken);
            if (waiting.TrueForAll(lease => lease.Timeline.Online is not null))
                continue;
            await Task.Delay(interval, timeProvider, cancellationToken);
            interval = interval * 1.5 < LongestInterval ? interval * 1.5 : LongestInterval;
        }
    }

    private async Task LookAsync(List<Lease> waiting, OwnershipFilter filter, Func<TimeSpan> elapsed, CancellationToken cancellationToken)
    {
        // What is made while we look cannot be expected in the answer.
        var made = waiting.Where(lease => lease.MachineId is not null).ToList();
        var names = made.Select(lease => lease.RunnerName).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var runnersTask = Tolerate(() => github.ListAsync(
            runner => names.Contains(runner.Name), names.Count, exactName: names.Count == 1 ? names.First() : null, cancellationToken));
        var machinesTask = Tolerate(() => provider.ListOwnedAsync(filter, cancellationToken));
        await Task.WhenAll(runnersTask, machinesTask);
        if (await machinesTask is { } machines)
        {
            // What comes or goes between two pages of a listing is shown twice.
            var shown = machines.DistinctBy(machine => machine.Id).ToDictionary(machine => machine.Id, StringComparer.Ordinal);
            await Task.WhenAll(made.Select(lease => SeeMachineAsync(lease, shown.GetValueOrDefault(lease.MachineId!), elapsed, cancellationToken)));
        }

        var online = (await runnersTask ?? []).Where(runner => runner.IsOnline).DistinctBy(runner => runner.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(runner => runner.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var lease in made.Where(lease => lease.Timeline.Running is not null))
        {
            if (online.TryGetValue(lease.RunnerName, out var runner))
            {
                lease.RunnerId = runner.Id;
                lease.Timeline = lease.Timeline with { Online = elapsed() };
                LogOnline(lease.Label, elapsed().TotalSeconds);
            }
        }
    }

    private async Task SeeMachineAsync(Lease lease, Machine? machine, Func<TimeSpan> elapsed, CancellationToken cancellationToken)
    {
        try
        {
            machine ??= await provider.GetAsync(lease.MachineId!, cancellationToken);
        }
        catch (ActionableException fault) when (fault.IsPassing)
        {
            Notice(fault);
            return;
        }

        if (machine is null && IsMissed(lease))
            throw Ended(lease, "the provider no longer shows it");
        if (machine is not null)
            (lease.MachineSeen, lease.MissedSince) = (true, null);
        if (machine?.State is MachineState.Ended or MachineState.Deleting or MachineState.Deleted)
        {
            if (machine.Failure is { Category: ErrorCategory.NoCapacity or ErrorCategory.Quota } why)
            {
                await replace(lease, why, cancellationToken);
                return;
            }

            if (!await HasTakenAJobAsync(lease, cancellationToken))
                throw machine.Failure is { } failure ? Failed(lease, failure) : Ended(lease, machine.StateReason);
            lease.Timeline = lease.Timeline with { Running = lease.Timeline.Running ?? elapsed(), Online = elapsed() };
            LogDone(lease.Label);
            return;
        }

        if (machine?.State == MachineState.Running && lease.Timeline.Running is null)
        {
            lease.Timeline = lease.Timeline with { Running = elapsed() };
            LogRunning(lease.Label, elapsed().TotalSeconds);
        }
    }

    /// <summary>
    /// One look that does not show a machine says little: a new one may not be shown yet, and a listing may come from a replica
    /// that is behind.
    /// </summary>
    private bool IsMissed(Lease lease)
    {
        lease.MissedSince ??= timeProvider.GetTimestamp();
        return lease.MachineSeen
            ? timeProvider.GetElapsedTime(lease.MissedSince.Value) > MissedGrace
            : timeProvider.GetElapsedTime(lease.MadeAt) > UnseenGrace;
    }

    /// <summary>
    /// A runner for one job may have come, taken a job that asked only for its extra labels, and gone between two looks.
    /// </summary>
    private async Task<bool> HasTakenAJobAsync(Lease lease, CancellationToken cancellationToken) =>
        options.Ephemeral && options.Labels.Count > 0 && provider is IConsoleLog console
        && await Tolerate(() => console.ReadConsoleLogAsync(lease.MachineId!, int.MaxValue, cancellationToken)) is { } log
        && BootstrapLog.Parse(log).Phases.Any(phase => phase.Name == "job");

    /// <summary>A passing fault costs one look, not the start.</summary>
    private async Task<T?> Tolerate<T>(Func<Task<T>> look)
        where T : class
    {
        try
        {
            return await look();
        }
        catch (ActionableException fault) when (fault.IsPassing)
        {
            Notice(fault);
            return default;
        }
    }

    /// <summary>The same fault again is not told again: each telling is an annotation on the run's page.</summary>
    private void Notice(ActionableException fault)
    {
        if (fault.Message != lastFault)
            LogFault(fault.Message);
        lastFault = fault.Message;
    }

    private static ActionableException Ended(Lease lease, string reason) => new(
        ErrorCategory.MachineFailed, "machine-ended",
        $"The machine {lease.Label} ended before its runner was online{(reason.Length > 0 ? $": {reason}" : "")}.");

    private static ActionableException Failed(Lease lease, ActionableException failure) => new(
        failure.Category, failure.Code, $"The machine {lease.Label} ended before its runner was online: {failure.Message}", failure.Remedy, failure)
    {
        VendorCode = failure.VendorCode,
    };

    private ActionableException TimedOut(List<Lease> waiting, int all)
    {
        var states = waiting.Take(10).Select(lease => $"{lease.Label} is {State(lease)}");
        return new ActionableException(
            ErrorCategory.TimedOut, "not-online-in-time",
            $"{(all == 1 ? "The runner" : $"{waiting.Count} of {all} runners")} did not come online within {options.Timeout.TotalSeconds:0} s: {string.Join("; ", states)}.{(lastFault.Length > 0 ? $" The last look failed: {lastFault}" : "")}",
            "If the machine's log shows progress, raise the input timeout; else it names what holds the machine up.");

        static string State(Lease lease) =>
            lease.Timeline.Running is not null ? "running, its runner is not online"
            : lease.Timeline.Created is not null ? "created, not running yet"
            : lease.Fault.Length > 0 ? $"not created yet, {lease.Fault}" : "not created yet";
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Label}: machine runs after {Seconds:0.0} s")]
    private partial void LogRunning(string label, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Label}: runner online after {Seconds:0.0} s")]
    private partial void LogOnline(string label, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Label}: the runner has taken a job already, and is gone")]
    private partial void LogDone(string label);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A look failed and will be repeated: {Reason}")]
    private partial void LogFault(string reason);
}
