using System.Diagnostics.CodeAnalysis;
using GhaRunner.Abstractions;
using GhaRunner.Core.GitHub;
using GhaRunner.Core.Removal;
using Microsoft.Extensions.Logging;

namespace GhaRunner.Core.TearDown;

/// <summary>
/// The stop: takes the machines of a mapping away, and every other machine of the same starts; without a mapping, the
/// machines of this run and attempt. Stopping what is gone succeeds.
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
    private const int ListAttempts = 5;
    private static readonly TimeSpan ListPause = TimeSpan.FromSeconds(2);

    /// <summary>Runs the stop to its end.</summary>
    /// <param name="cancellationToken">Cancels; the report then says what may be left.</param>
    /// <returns>The report; a failure is in it, not thrown.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever fails, the report says what is gone; the failure goes into it.")]
    public async Task<TearDownReport> RunAsync(CancellationToken cancellationToken)
    {
        var report = new TearDownReport { Provider = provider.Name };
        if (!MachineMapping.TryParse(options.Mapping, out var mapping))
            throw new InvalidOperationException("The options were not validated.");
        try
        {
            var (listed, unlisted) = await ListAsync(mapping.Count > 0, cancellationToken);
            var starts = mapping.Values.Select(StartOf).Where(start => start.Length > 0).ToHashSet();
            var owned = listed
                .Where(machine => mapping.Count == 0
                    ? machine.Ownership.RunAttempt == run.RunAttempt
                    : mapping.ContainsKey(machine.Id) || starts.Contains(machine.Ownership.Start))
                .ToDictionary(machine => machine.Id);
            foreach (var id in mapping.Keys.Except(owned.Keys).ToList())
            {
                try
                {
                    if (await provider.GetAsync(id, cancellationToken) is { } other)
                        owned[id] = other;
                }
                catch (ActionableException problem)
                {
                    unlisted ??= problem; // One id that nobody can ask for does not keep the others alive.
                }
            }

            var machines = new List<StoppedMachine>();
            foreach (var id in mapping.Keys.Union(owned.Keys))
                machines.Add(await DescribeAsync(id, owned.GetValueOrDefault(id), mapping.GetValueOrDefault(id) ?? "", cancellationToken));
            report = report with { Machines = machines };
            LogFound(machines.Count, mapping.Count > 0 ? "the mapping" : "the tags of this run");
            if (options.DryRun)
                return report with { Failure = unlisted };
            return await RemoveAsync(report, unlisted, cancellationToken);
        }
        catch (Exception failure)
        {
            return report with { Failure = failure };
        }
    }

    private async Task<TearDownReport> RemoveAsync(TearDownReport report, ActionableException? unlisted, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = timeProvider.CreateTimer(_ => deadline.Cancel(), null, options.Timeout, Timeout.InfiniteTimeSpan);
        var filter = new OwnershipFilter { Repository = run.Repository, RunId = run.RunId };
        var (removed, refusal) = await new CleanUp(provider, github, timeProvider).RemoveAsync(
            [.. report.Machines.Where(machine => machine.IsOurs).Select(machine => machine.Id)], filter, new Dictionary<long, string>(),
            [.. report.Machines.Select(machine => machine.Label).Where(label => StartOf(label).Length > 0)], registersItself: false, deadline.Token);
        LogRemoved(removed.Describe());
        report = report with { Removed = removed };
        if (cancellationToken.IsCancellationRequested)
            return report with { Failure = new OperationCanceledException(cancellationToken) };
        return report with { Failure = Failure(removed, refusal) ?? unlisted };
    }

    private static ActionableException? Failure(CleanUpReport removed, ActionableException? refusal)
    {
        if (removed.IsComplete)
            return null;
        if (removed.RemainingMachines.Count == 0 && refusal is not null)
        {
            return new ActionableException(refusal.Category, refusal.Code, refusal.Message, refusal.Remedy, refusal)
            {
                WhatExists = $"The machines are gone ({removed.GoneMachines.Count}); registrations may be left, which GitHub removes by itself within a day.",
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
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await provider.ListOwnedAsync(new OwnershipFilter { Repository = run.Repository, RunId = run.RunId }, cancellationToken), null);
            }
            catch (ActionableException fault) when (fault.Category is ErrorCategory.Transient or ErrorCategory.Throttled && attempt < ListAttempts)
            {
                await Task.Delay(fault.RetryAfter ?? ListPause, timeProvider, cancellationToken);
            }
            catch (ActionableException problem) when (idsAreKnown)
            {
                return ([], problem);
            }
        }
    }

    private async Task<StoppedMachine> DescribeAsync(string id, Machine? machine, string label, CancellationToken cancellationToken)
    {
        try
        {
            var price = machine is not null && provider is IPriceSource prices ? await prices.GetHourlyPriceAsync(machine.Candidate, cancellationToken) : null;
            return new StoppedMachine(id, machine?.Ownership.MachineName ?? label, timeProvider.GetUtcNow() - machine?.CreatedAt, price) { IsOurs = machine is not null };
        }
        catch (ActionableException)
        {
            return new StoppedMachine(id, machine?.Ownership.MachineName ?? label, null, null) { IsOurs = machine is not null };
        }
    }

    /// <summary>The start within a label of ours, <c>gha-&lt;run&gt;-&lt;attempt&gt;-&lt;start&gt;-&lt;index&gt;</c>; empty for other labels.</summary>
    private static string StartOf(string label)
    {
        var parts = label.Split('-');
        return parts.Length == 5 && label.StartsWith(Ownership.NamePrefix, StringComparison.Ordinal) ? parts[3] : "";
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Machines to stop: {Count}, found by {Source}")]
    private partial void LogFound(int count, string source);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Outcome}")]
    private partial void LogRemoved(string outcome);
}
