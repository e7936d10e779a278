using System.Diagnostics.CodeAnalysis;
using GhaRunner.Abstractions;

namespace GhaRunner.Core.Deployment;

/// <summary>Finds the machines of a start by their tags, also those whose creation was never answered.</summary>
internal sealed class MachineSearch(IMachineProvider provider, TimeProvider timeProvider)
{
    private const int Attempts = 5;

    /// <summary>Looks once; a passing fault is asked again.</summary>
    /// <param name="batch">The start; a lease without a machine gets the one that carries its number.</param>
    /// <param name="cancellationToken">The deadline.</param>
    /// <returns>Why the provider could not be asked, if so; and the ids of all machines that are known.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "A provider that cannot list does not keep the machines alive that we know of.")]
    public async Task<(string? Problem, IReadOnlyCollection<string> Ids)> FindAsync(Batch batch, CancellationToken cancellationToken)
    {
        var ids = batch.Leases.Where(lease => lease.MachineId is not null).Select(lease => lease.MachineId!).ToHashSet();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                foreach (var machine in await provider.ListOwnedAsync(batch.Filter, cancellationToken))
                {
                    ids.Add(machine.Id);
                    // A machine that was lost has the number of the one that took its place.
                    if (batch.Leases.FirstOrDefault(lease => lease.Ownership.Index == machine.Ownership.Index) is { MachineId: null } lease
                        && !lease.LostMachines.Contains(machine.Id))
                    {
                        lease.MachineId = machine.Id;
                    }
                }

                return (null, ids);
            }
            catch (Exception exception)
            {
                if (attempt == Attempts || exception is not ActionableException { IsPassing: true } || !await PauseAsync(cancellationToken))
                    return (exception.Message, ids);
            }
        }
    }

    /// <summary>Whether there is time for another attempt.</summary>
    private async Task<bool> PauseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(PassingFaults.Pause, timeProvider, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
