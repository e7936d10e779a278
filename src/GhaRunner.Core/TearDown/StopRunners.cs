using System.Diagnostics.CodeAnalysis;
using GhaRunner.Abstractions;
using GhaRunner.Core.GitHub;
using GhaRunner.Core.Removal;
using Microsoft.Extensions.Logging;

namespace GhaRunner.Core.TearDown;

/// <summary>
/// The stop: takes the machines of a mapping away, and every other machine and registration of the same starts; without a
/// mapping, those of this run, up to this attempt: a re-run begins only when the attempt before it is over. Stopping what
/// is gone succeeds.
/// </summary>
/// <param name="provider">Where the machines are.</param>
/// <param name="github">Where their runners are registered.</param>
/// <param name="options">Validated options.</param>
/// <param name="run">The run whose machines are meant.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="logger">The log for people.</param>
public sealed partial class StopRunners(
    IMachineProvider provider, GitHubClient github, StopOptions options, WorkflowRun run, TimeProvider timeProvider, ILogger<StopRunners> logger)
{
    /// <summary>For how long all machines of a mapping that are not shown are asked for again.</summary>
    private static readonly TimeSpan SecondLooks = TimeSpan.FromSeconds(10);

    private readonly OwnershipFilter ofThisRun = new() { Repository = run.Repository, RunId = run.RunId, Start = options.Start.Length > 0 ? options.Start : null };

    /// <summary>Runs the stop to its end.</summary>
    /// <param name="cancellationToken">Cancels; the report then says what may be left.</param>
    /// <returns>The report; a failure is in it, not thrown.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever fails, the report says what is gone; the failure goes into it.")]
    public async Task<TearDownReport> RunAsync(CancellationToken cancellationToken)
    {
        var report = new TearDownReport { Provider = provider.Name };
        if (!MachineMapping.TryParse(options.Mapping, out var mapping))
            throw new InvalidOperationException("The options were not validated.");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = timeProvider.CreateTimer(_ => deadline.Cancel(), null, options.Timeout, Timeout.InfiniteTimeSpan);
        try
        {
            if (options.Mapping.Length == 0 && run.RunId == 0 && options.Start.Length == 0)
                throw NoRun();
            if (options.Mapping.Length > 0 && mapping.Count == 0)
                return report; // The start has confirmed that nothing is left of it.
            var isOurs = Meant(mapping);
            var (machines, problem) = await FindAsync(mapping, isOurs, deadline.Token);
            report = report with { Machines = [.. machines.Values] };
            LogFound(machines.Values.Count(machine => machine.Finding is Finding.There or Finding.Unknown), mapping.Count > 0 ? "the mapping" : "the tags of this run");
            foreach (var missing in machines.Values.Where(machine => machine.Finding == Finding.NotFound))
                LogNotFound(missing.Id);
            if (options.DryRun)
                return report with { Failure = problem };
            var (removed, refusal) = await new CleanUp(provider, github, timeProvider).RemoveAsync(
                [.. machines.Values.Where(machine => machine.MayBeDeleted).Select(machine => machine.Id)],
                ofThisRun, mayBeUnseen: _ => false, new Dictionary<long, string>(), isOurs, registersItself: true, deadline.Token);
            removed = removed with { GoneMachines = [.. removed.GoneMachines.Where(id => machines[id].Finding != Finding.GoneBefore)] };
            LogRemoved(removed.Describe());
            report = report with { Removed = removed };
            cancellationToken.ThrowIfCancellationRequested();
            return report with { Machines = await PriceAsync(report.Machines, deadline.Token), Failure = Failure(removed, refusal) ?? problem };
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return report with
            {
                Failure = new ActionableException(
                    ErrorCategory.TimedOut, "not-stopped-in-time", $"The machines could not be found within {options.Timeout.TotalSeconds:0} s.",
                    "Run the stop again; a machine ends itself after its max-lifetime."),
            };
        }
        catch (Exception failure)
        {
            return report with { Failure = failure };
        }
    }

    private static ActionableException NoRun() => new(
        ErrorCategory.InvalidInput, "mapping-missing", "There is no mapping, and no workflow run (GITHUB_RUN_ID) whose machines could be meant; nothing was stopped.",
        "Set the input mapping to what the start gave out.");

    /// <summary>Which names are meant: those of the mapping's starts, or of this run up to this attempt.</summary>
    private Func<OwnedName, bool> Meant(IReadOnlyDictionary<string, string> mapping)
    {
        if (options.Start.Length > 0)
            return name => name.Start == options.Start;
        var starts = mapping.Values.Select(label => OwnedName.TryParse(label, out var name) ? name.Start : "").ToHashSet();
        return mapping.Count > 0
            ? name => starts.Contains(name.Start)
            : name => name.RunId == run.RunId && name.RunAttempt <= run.RunAttempt;
    }

    /// <summary>
    /// The machines to stop. One id that nobody can ask for does not keep the others alive, nor itself if its label is ours.
    /// </summary>
    private async Task<(IReadOnlyDictionary<string, StoppedMachine> Machines, ActionableException? Problem)> FindAsync(
        IReadOnlyDictionary<string, string> mapping, Func<OwnedName, bool> isOurs, CancellationToken cancellationToken)
    {
        var (listed, problem) = await ListAsync(mapping.Count > 0, cancellationToken);
        var found = listed
            .Where(machine => mapping.ContainsKey(machine.Id) || (OwnedName.TryParse(machine.Ownership.MachineName, out var name) && isOurs(name) && !IsOldNews(machine)))
            .DistinctBy(machine => machine.Id).ToDictionary(machine => machine.Id, Describe);
        var begun = timeProvider.GetTimestamp();
        foreach (var (id, label) in mapping.Where(pair => !found.ContainsKey(pair.Key)))
        {
            try
            {
                var machine = await LookForAsync(id, label, begun, cancellationToken);
                found[machine?.Id ?? id] = machine is null ? new StoppedMachine(id, label, null, null) : Describe(machine);
            }
            catch (ActionableException unknown)
            {
                problem ??= unknown;
                found[id] = new StoppedMachine(id, label, null, null) { Finding = Finding.Unknown };
            }
        }

        return (found, problem);

        StoppedMachine Describe(Machine machine) => new(machine.Id, machine.Ownership.MachineName, (machine.EndedAt ?? timeProvider.GetUtcNow()) - machine.CreatedAt, null)
        {
            Finding = machine.State == MachineState.Deleted ? Finding.GoneBefore : Finding.There,
            Candidate = machine.Candidate,
        };
    }

    /// <summary>What an attempt before this one has left is of interest, what it had that is gone is not.</summary>
    private bool IsOldNews(Machine machine) => machine.State == MachineState.Deleted && machine.Ownership.RunAttempt != run.RunAttempt;

    /// <summary>
    /// Asks for one machine; for one of this run again during some seconds: a start that was cancelled a moment ago may have made
    /// it, and a cloud may not show it yet.
    /// </summary>
    private async Task<Machine?> LookForAsync(string id, string label, long begun, CancellationToken cancellationToken)
    {
        while (true)
        {
            var machine = await provider.GetAsync(id, cancellationToken);
            var mayBeNew = OwnedName.TryParse(label, out var name) && name.RunId == run.RunId && timeProvider.GetElapsedTime(begun) < SecondLooks;
            if (machine is not null || !mayBeNew)
                return machine;
            await Task.Delay(PassingFaults.Pause, timeProvider, cancellationToken);
        }
    }

    /// <summary>What the machines cost; good to know, and never a reason to fail, nor to keep a machine a moment longer.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A price is never a reason to fail.")]
    private async Task<IReadOnlyList<StoppedMachine>> PriceAsync(IReadOnlyList<StoppedMachine> machines, CancellationToken cancellationToken)
    {
        if (provider is not IPriceSource prices)
            return machines;
        try
        {
            var priced = new List<StoppedMachine>();
            foreach (var machine in machines)
                priced.Add(machine.Finding != Finding.NotFound ? machine with { HourlyPrice = await prices.GetHourlyPriceAsync(machine.Candidate, cancellationToken) } : machine);
            return priced;
        }
        catch (Exception)
        {
            return machines;
        }
    }

    private static ActionableException? Failure(CleanUpReport removed, ActionableException? refusal)
    {
        if (removed.IsComplete)
            return null;
        if (removed.RemainingMachines.Count == 0 && refusal is not null)
        {
            return new ActionableException(refusal.Category, refusal.Code, refusal.Message, refusal.Remedy, refusal)
            {
                WhatExists = $"The machines are gone ({removed.GoneMachines.Count}); registrations may be left, which GitHub removes by itself: after a day those for one job, after 14 days others.",
                VendorCode = refusal.VendorCode,
                RequestId = refusal.RequestId,
            };
        }

        return new ActionableException(
            ErrorCategory.CleanUpIncomplete, "clean-up-incomplete", $"Not everything could be taken away. {removed.Describe()}",
            "Run the stop again, or delete what is named by hand; a machine ends itself after its max-lifetime.", refusal);
    }

    /// <summary>
    /// The run's machines; a passing fault is asked again. With a mapping the ids are known, so that a provider that cannot
    /// list does not keep them alive.
    /// </summary>
    private async Task<(IReadOnlyList<Machine> Machines, ActionableException? Problem)> ListAsync(bool idsAreKnown, CancellationToken cancellationToken)
    {
        try
        {
            return (await PassingFaults.OutlastAsync(ct => provider.ListOwnedAsync(ofThisRun, ct), timeProvider, cancellationToken), null);
        }
        catch (ActionableException problem) when (idsAreKnown)
        {
            return ([], problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Machines to stop: {Count}, found by {Source}")]
    private partial void LogFound(int count, string source);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Id} was not found: it is gone, or not where this has looked (check the provider, its region and whose account it is), or not tagged as ours.")]
    private partial void LogNotFound(string id);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Outcome}")]
    private partial void LogRemoved(string outcome);
}
