using GhaRunner.Abstractions;
using GhaRunner.Core.GitHub;

namespace GhaRunner.Core.Removal;

/// <summary>
/// Takes machines and registrations away, side by side: neither a provider nor a GitHub that is out of order keeps the
/// other half from being cleaned.
/// </summary>
internal sealed class CleanUp(IMachineProvider provider, GitHubClient github, TimeProvider timeProvider)
{
    private readonly MachineRemoval machines = new(provider, timeProvider);
    private readonly RegistrationRemoval registrations = new(github, timeProvider);

    /// <summary>Removes.</summary>
    /// <param name="machineIds">The machines.</param>
    /// <param name="filter">A filter that most of them pass.</param>
    /// <param name="mayBeUnseen">Which of them the provider may not show yet.</param>
    /// <param name="knownRunners">Ids and names of runners of ours.</param>
    /// <param name="isOurs">Which other runners are meant, by name or label; <see langword="null"/> when all are known.</param>
    /// <param name="registersItself">
    /// Whether a machine may register its runner while it is being deleted: then GitHub is asked again once it is gone.
    /// </param>
    /// <param name="cancellationToken">The deadline.</param>
    /// <returns>What is gone and what may be left, and GitHub's refusal if it refused.</returns>
    public async Task<(CleanUpReport Report, ActionableException? Refusal)> RemoveAsync(
        IReadOnlyCollection<string> machineIds,
        OwnershipFilter filter,
        Func<string, bool> mayBeUnseen,
        IReadOnlyDictionary<long, string> knownRunners,
        Func<OwnedName, bool>? isOurs,
        bool registersItself,
        CancellationToken cancellationToken)
    {
        var machinesTask = machines.RemoveAsync(machineIds, filter, mayBeUnseen, cancellationToken);
        var runnersTask = registrations.RemoveAsync(knownRunners, isOurs, cancellationToken);
        await Task.WhenAll(machinesTask, runnersTask);
        var runners = await runnersTask;
        var (gone, remaining) = await machinesTask;
        if (registersItself && runners.Refusal is null)
        {
            var again = await registrations.RemoveAsync(new Dictionary<long, string>(), isOurs, cancellationToken);
            var remainingKnown = runners.Remaining.Where(pair => knownRunners.Values.Contains(pair.Key));
            runners = ([.. runners.Removed, .. again.Removed], again.Remaining.Concat(remainingKnown).DistinctBy(pair => pair.Key).ToDictionary(), again.Refusal);
        }

        var report = new CleanUpReport
        {
            GoneMachines = gone,
            RemainingMachines = remaining,
            RemovedRunners = runners.Removed,
            RemainingRunners = runners.Remaining,
        };
        return (report, runners.Refusal);
    }
}
