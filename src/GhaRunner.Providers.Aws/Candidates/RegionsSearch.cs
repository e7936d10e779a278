using System.Collections.Concurrent;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Candidates;

/// <summary>Looks in several regions at once, and goes on without those that cannot be asked.</summary>
internal sealed class RegionsSearch(RegionSearch search)
{
    /// <summary>After how many passing faults in a row a region is given up: who asks for the list asks again after each.</summary>
    private const int MostFaults = 3;

    private readonly ConcurrentDictionary<string, int> faultsInARow = new(StringComparer.Ordinal);

    /// <summary>Looks.</summary>
    /// <param name="regions">The regions, each once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What there is, and which regions are left out and why, both in the order given; one region at least is not.</returns>
    /// <exception cref="ActionableException">
    /// A fault that may pass; a failure that is not of the region but of the inputs or of ours; or no region is left: the first one's failure.
    /// </exception>
    public async Task<(IReadOnlyList<RegionCatalogue> Catalogues, IReadOnlyList<(string Name, ActionableException Failure)> LeftOut)> LookAsync(
        IReadOnlyList<string> regions, CancellationToken cancellationToken)
    {
        var looks = await Task.WhenAll(regions.Select(region => TryAsync(region, cancellationToken)));
        List<(string Name, ActionableException Failure)> failed = [.. looks.Where(look => look.Failure is not null).Select(look => (look.Region, look.Failure!))];
        if (failed.Find(look => !IsGivenUp(look.Name, look.Failure)) is { Failure: { } again })
            throw again;
        return failed.Count < regions.Count ? ([.. looks.Select(look => look.Catalogue).OfType<RegionCatalogue>()], failed) : throw failed[0].Failure;
    }

    private async Task<(string Region, RegionCatalogue? Catalogue, ActionableException? Failure)> TryAsync(string region, CancellationToken cancellationToken)
    {
        try
        {
            var catalogue = await search.LookAsync(region, cancellationToken);
            faultsInARow[region] = 0;
            return (region, catalogue, null);
        }
        catch (ActionableException failure)
        {
            faultsInARow.AddOrUpdate(region, _ => failure.IsPassing ? 1 : 0, (_, before) => failure.IsPassing ? before + 1 : 0);
            return (region, null, failure);
        }
    }

    private bool IsGivenUp(string region, ActionableException failure) =>
        failure.Category == ErrorCategory.Unauthorized || (failure.IsPassing && faultsInARow[region] >= MostFaults);
}
