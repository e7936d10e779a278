using Amazon.EC2.Model;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Api;

namespace GhaRunner.Providers.Aws.Machines;

/// <summary>Finds instances, by id or by our tags.</summary>
internal sealed class InstanceSearch(AwsCalls calls, IReadOnlyList<string> regions)
{
    private const int PageSize = 1000;

    /// <summary>Finds one instance, in the region that its id names, else in all of ours.</summary>
    /// <param name="id">An id, or anything.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Where it is, and what EC2 tells of it; <see langword="null"/> when EC2 does not show it.</returns>
    /// <exception cref="ActionableException">EC2 refused, or did not answer.</exception>
    public async Task<(MachineId Place, Instance Instance)?> FindAsync(string id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = await Task.WhenAll(PlacesOf(id).Select(async place => (place, Instance: await DescribeAsync(place, cancellationToken))));
        var (where, what) = Array.Find(found, pair => pair.Instance is not null);
        return what is null ? null : (where, what);
    }

    /// <summary>Where a machine of that id may be.</summary>
    /// <param name="id">An id, or anything.</param>
    /// <returns>The region that the id names, else all of ours; nothing for what is no id.</returns>
    public IReadOnlyList<MachineId> PlacesOf(string id) =>
        MachineId.Parse(id) is not { } parsed ? [] : parsed.Region.Length > 0 ? [parsed] : [.. regions.Distinct().Select(region => parsed with { Region = region })];

    /// <summary>Lists our machines in a region, whatever state they are in.</summary>
    /// <param name="region">The region.</param>
    /// <param name="filter">Which of ours.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>All of them.</returns>
    /// <exception cref="ActionableException">EC2 refused, or did not answer.</exception>
    public async Task<IReadOnlyList<Machine>> ListAsync(string region, OwnershipFilter filter, CancellationToken cancellationToken)
    {
        List<Filter> filters = [.. filter.ToTags().Select(tag => new Filter($"tag:{tag.Key}", [tag.Value]))];
        var reservations = await Pages.AllAsync<DescribeInstancesResponse, Reservation>(
            next => calls.Ec2Async(region, "did not list the instances", "DescribeInstances",
                ec2 => ec2.DescribeInstancesAsync(new DescribeInstancesRequest { Filters = filters, MaxResults = PageSize, NextToken = next }, cancellationToken), cancellationToken),
            page => page.Reservations, page => page.NextToken);
        return
        [
            .. reservations.SelectMany(reservation => reservation.Instances ?? [])
                .Select(instance => InstanceMapping.ToMachine(instance, region)).OfType<Machine>()
                .Where(machine => filter.Matches(machine.Ownership)).DistinctBy(machine => machine.Id),
        ];
    }

    private async Task<Instance?> DescribeAsync(MachineId place, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await calls.Ec2Async(place.Region, $"did not show the instance {place.InstanceId}", "DescribeInstances",
                ec2 => ec2.DescribeInstancesAsync(new DescribeInstancesRequest { InstanceIds = [place.InstanceId] }, cancellationToken), cancellationToken);
            return (answer.Reservations ?? []).SelectMany(reservation => reservation.Instances ?? []).FirstOrDefault(instance => instance.InstanceId == place.InstanceId);
        }
        catch (ActionableException absent) when (absent.Category == ErrorCategory.NotFound)
        {
            return null;
        }
    }
}
