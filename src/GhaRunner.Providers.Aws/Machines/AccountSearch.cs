using Amazon.EC2.Model;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Api;

namespace GhaRunner.Providers.Aws.Machines;

/// <summary>Finds everything of ours in every region that the account has enabled.</summary>
internal sealed class AccountSearch(AwsCalls calls, InstanceSearch instances, Leftovers leftovers, IReadOnlyList<string> named)
{
    private const int Concurrency = 8;

    /// <summary>Lists instances and what has outlived one.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What the regions that answered hold, and why the others did not answer.</returns>
    public async Task<AccountListing> ListAsync(CancellationToken cancellationToken)
    {
        var machines = new List<Machine>();
        var problems = new List<ActionableException>();
        var regions = named;
        try
        {
            regions = [.. named.Union(await RegionsAsync(cancellationToken))];
        }
        catch (ActionableException problem)
        {
            problems.Add(problem);
        }

        var gate = new Lock();
        await Parallel.ForEachAsync(regions.Distinct(), new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken }, async (region, ct) =>
        {
            // One request after the other: a region that does not answer is told once.
            if (await TryAddAsync(() => instances.ListAsync(region, OwnershipFilter.All, ct)))
                await TryAddAsync(() => leftovers.ListAsync(region, ct));
        });
        return new AccountListing(machines, problems);

        async Task<bool> TryAddAsync(Func<Task<IReadOnlyList<Machine>>> ask)
        {
            try
            {
                var found = await ask();
                lock (gate)
                    machines.AddRange(found);
                return true;
            }
            catch (ActionableException problem)
            {
                lock (gate)
                    problems.Add(problem);
                return false;
            }
        }
    }

    /// <summary>The regions that the account may use: without <c>AllRegions</c>, EC2 leaves out those that are not enabled.</summary>
    private async Task<IEnumerable<string>> RegionsAsync(CancellationToken cancellationToken)
    {
        var answer = await calls.Ec2Async(named[0], "did not list the regions", "DescribeRegions",
            ec2 => ec2.DescribeRegionsAsync(new DescribeRegionsRequest(), cancellationToken), cancellationToken);
        return (answer.Regions ?? []).Select(region => region.RegionName);
    }
}
