using GhaRunner.Abstractions;
using GhaRunner.Core.GitHub;
using Microsoft.Extensions.Logging;

namespace GhaRunner.Core.TearDown;

/// <summary>
/// Takes back, in a later stage of its step, what a start has made that did not come to its end: machines and registrations,
/// by the start's tags. What the start asked for last may appear only after the first look.
/// </summary>
/// <param name="provider">Where the machines are.</param>
/// <param name="github">Where their runners are registered.</param>
/// <param name="run">The run.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="logger">The log for people.</param>
public sealed class TakeBack(IMachineProvider provider, GitHubClient github, WorkflowRun run, TimeProvider timeProvider, ILogger<StopRunners> logger)
{
    /// <summary>The runner grants a cancelled job less than five minutes, all its stages together.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(75);

    /// <summary>Until the second look: what the start had asked for when it ended comes within seconds.</summary>
    private static readonly TimeSpan UntilSecondLook = TimeSpan.FromSeconds(8);

    /// <summary>From there to the third: a request of a living start, under way when it was given up, is answered within 30 s.</summary>
    private static readonly TimeSpan UntilThirdLook = TimeSpan.FromSeconds(25);

    /// <summary>Takes back what there is.</summary>
    /// <param name="start">The start's random part of every ownership.</param>
    /// <param name="mayBeAlive">Whether nobody knows that the start has ended: then what appears even later is taken back too.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The report of all looks; a failure is in it, not thrown.</returns>
    public async Task<TearDownReport> RunAsync(string start, bool mayBeAlive, CancellationToken cancellationToken)
    {
        var report = await LookAsync(start, cancellationToken);
        foreach (var pause in mayBeAlive ? [UntilSecondLook, UntilThirdLook] : new[] { UntilSecondLook })
        {
            if (cancellationToken.IsCancellationRequested)
                break;
            await Task.Delay(pause, timeProvider, cancellationToken);
            report = Join(report, await LookAsync(start, cancellationToken));
        }

        return report;
    }

    private Task<TearDownReport> LookAsync(string start, CancellationToken cancellationToken) =>
        new StopRunners(provider, github, new StopOptions { Start = start, Timeout = Limit }, run, timeProvider, logger).RunAsync(cancellationToken);

    /// <summary>What the last look has left is what is left; what any has removed is removed.</summary>
    private static TearDownReport Join(TearDownReport first, TearDownReport second) => second with
    {
        Machines = [.. first.Machines.Concat(second.Machines.Where(machine => machine.Finding != Finding.GoneBefore)).DistinctBy(machine => machine.Id)],
        Removed = second.Removed with
        {
            GoneMachines = [.. first.Removed.GoneMachines.Union(second.Removed.GoneMachines)],
            RemovedRunners = [.. first.Removed.RemovedRunners.Union(second.Removed.RemovedRunners)],
        },
    };
}
