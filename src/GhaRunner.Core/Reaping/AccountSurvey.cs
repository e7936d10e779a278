using GhaRunner.Abstractions;

namespace GhaRunner.Core.Reaping;

/// <summary>Lists everything of ours that a provider holds, wherever it is.</summary>
internal sealed class AccountSurvey(IMachineProvider provider, TimeProvider timeProvider)
{
    private const int Attempts = 3;

    /// <summary>Lists; what is passing is asked for again.</summary>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>The machines, and what may be missing. What has outlived a machine that is gone is among them.</returns>
    /// <exception cref="ActionableException">Nothing could be listed.</exception>
    public async Task<AccountListing> ListAsync(CancellationToken cancellationToken)
    {
        if (provider is not IAccountSearch account)
        {
            var machines = await PassingFaults.OutlastAsync(ct => provider.ListOwnedAsync(OwnershipFilter.All, ct), timeProvider, cancellationToken);
            return new AccountListing(await Task.WhenAll(machines.Select(machine => LookBehindAsync(machine, cancellationToken))), []);
        }

        for (var attempt = 1; ; attempt++)
        {
            var listing = await PassingFaults.OutlastAsync(account.ListEverywhereAsync, timeProvider, cancellationToken);
            if (attempt == Attempts || !listing.Problems.Any(problem => problem.IsPassing))
                return listing with { Machines = [.. listing.Machines.DistinctBy(machine => machine.Id)] };
            await Task.Delay(PassingFaults.Pause, timeProvider, cancellationToken);
        }
    }

    /// <summary>A machine that is gone may have left something behind, which only a look at itself tells.</summary>
    private async Task<Machine> LookBehindAsync(Machine machine, CancellationToken cancellationToken)
    {
        if (machine.State != MachineState.Deleted)
            return machine;
        var shown = await PassingFaults.OutlastAsync(ct => provider.GetAsync(machine.Id, ct), timeProvider, cancellationToken);
        return shown is null or { State: MachineState.Deleted } ? machine : shown with { State = MachineState.Ended };
    }
}
