using Amazon.EC2.Model;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Api;

namespace GhaRunner.Providers.Aws.Candidates;

/// <summary>Finds out what one region has of what the options name. Asks by filters, to which the unknown is no error.</summary>
internal sealed class RegionSearch(AwsCalls calls, AwsMachineOptions options)
{
    private static readonly Task<IReadOnlyList<SecurityGroup>> noGroups = Task.FromResult<IReadOnlyList<SecurityGroup>>([]);

    private readonly ImageSearch images = new(calls, options.Image);

    /// <summary>Looks.</summary>
    /// <param name="region">The region.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What there is.</returns>
    /// <exception cref="ActionableException">EC2 refused, or did not answer.</exception>
    public async Task<RegionCatalogue> LookAsync(string region, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var subnets = SubnetsAsync(region, end.Token);
        var zones = ZonesAsync(region, end.Token);
        var groups = options.SecurityGroup.Count > 0 ? GroupsAsync(region, end.Token) : noGroups;
        var types = TypesAsync(region, end.Token);
        var found = FindImagesAsync();
        List<Task> all = [subnets, zones, groups, types, found];
        await foreach (var task in Task.WhenEach(all))
        {
            if (!task.IsCompletedSuccessfully)
                await end.CancelAsync();
        }

        // The first that failed by itself tells why; the others were given up because of it.
        await (all.Find(task => task.IsFaulted) ?? Task.WhenAll(all));
        var (byType, notes) = await found;
        return new RegionCatalogue(region, await subnets, await zones, await types, byType, await groups, notes);

        async Task<(IReadOnlyDictionary<string, Image>, IReadOnlyList<string>)> FindImagesAsync() => await images.FindAsync(region, await types, end.Token);
    }

    private async Task<IReadOnlyList<Subnet>> SubnetsAsync(string region, CancellationToken cancellationToken)
    {
        var filter = options.Subnet.Count > 0 ? new Filter("subnet-id", [.. options.Subnet.Distinct()]) : new Filter("default-for-az", ["true"]);
        var subnets = await Pages.AllAsync<DescribeSubnetsResponse, Subnet>(
            next => calls.Ec2Async(region, "did not list the subnets", "DescribeSubnets",
                ec2 => ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { Filters = [filter], NextToken = next }, cancellationToken), cancellationToken),
            page => page.Subnets, page => page.NextToken);
        var order = options.Subnet.ToList();
        return [.. subnets.OrderBy(subnet => order.IndexOf(subnet.SubnetId)).ThenBy(subnet => subnet.AvailabilityZone, StringComparer.Ordinal)];
    }

    private async Task<ILookup<string, string>> ZonesAsync(string region, CancellationToken cancellationToken)
    {
        var offerings = await Pages.AllAsync<DescribeInstanceTypeOfferingsResponse, InstanceTypeOffering>(
            next => calls.Ec2Async(region, "did not tell which zones offer the instance types", "DescribeInstanceTypeOfferings",
                ec2 => ec2.DescribeInstanceTypeOfferingsAsync(new DescribeInstanceTypeOfferingsRequest
                {
                    LocationType = Amazon.EC2.LocationType.AvailabilityZone,
                    Filters = [OfTheTypes()],
                    NextToken = next,
                }, cancellationToken), cancellationToken),
            page => page.InstanceTypeOfferings, page => page.NextToken);
        return offerings.OrderBy(offering => offering.Location, StringComparer.Ordinal).ToLookup(offering => offering.InstanceType.Value, offering => offering.Location, StringComparer.Ordinal);
    }

    private async Task<IReadOnlyDictionary<string, TypeDetails>> TypesAsync(string region, CancellationToken cancellationToken)
    {
        var types = await Pages.AllAsync<DescribeInstanceTypesResponse, InstanceTypeInfo>(
            next => calls.Ec2Async(region, "did not describe the instance types", "DescribeInstanceTypes",
                ec2 => ec2.DescribeInstanceTypesAsync(new DescribeInstanceTypesRequest { Filters = [OfTheTypes()], NextToken = next }, cancellationToken), cancellationToken),
            page => page.InstanceTypes, page => page.NextToken);
        return types.DistinctBy(type => type.InstanceType.Value).ToDictionary(type => type.InstanceType.Value, TypeDetails.Of, StringComparer.Ordinal);
    }

    private Task<IReadOnlyList<SecurityGroup>> GroupsAsync(string region, CancellationToken cancellationToken) => Pages.AllAsync<DescribeSecurityGroupsResponse, SecurityGroup>(
        next => calls.Ec2Async(region, "did not list the security groups", "DescribeSecurityGroups",
            ec2 => ec2.DescribeSecurityGroupsAsync(
                new DescribeSecurityGroupsRequest { Filters = [new Filter("group-id", [.. options.SecurityGroup.Distinct()])], NextToken = next }, cancellationToken), cancellationToken),
        page => page.SecurityGroups, page => page.NextToken);

    private Filter OfTheTypes() => new("instance-type", [.. options.InstanceType.Distinct()]);
}
