using Amazon.EC2.Model;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Api;
using GhaRunner.Providers.Aws.Prices;
using Microsoft.Extensions.Logging;

namespace GhaRunner.Providers.Aws.Candidates;

/// <summary>
/// The candidates that the options allow and AWS has: markets outermost, then instance types, regions and subnets, each in
/// the user's order. What cannot work, or cannot be asked, is left out with a note.
/// </summary>
internal sealed partial class CandidateSearch(AwsConnectionOptions connection, AwsMachineOptions options, AwsCalls calls, SpotPrices spotPrices, ILogger logger)
{
    private readonly RegionsSearch regionsSearch = new(new RegionSearch(calls, options));

    /// <summary>Looks in all regions at once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>At least one candidate.</returns>
    /// <exception cref="ActionableException">Nothing is left, an input names what does not exist, or AWS cannot be asked.</exception>
    public async Task<IReadOnlyList<Candidate>> ListAsync(CancellationToken cancellationToken)
    {
        if (options.MaxPrice is not null)
            spotPrices.Begin(connection.Region); // Asked beside the rest; needed only at the end.
        var (catalogues, leftOut) = await regionsSearch.LookAsync([.. connection.Region.Distinct()], cancellationToken);
        CatalogueCheck.Check(catalogues, options, areAll: leftOut.Count == 0);
        List<string> notes = [.. leftOut.Select(region => $"{region.Name} is left out: {region.Failure.Message}"), .. catalogues.SelectMany(catalogue => catalogue.Notes)];
        var untold = new HashSet<string>(StringComparer.Ordinal);
        var dear = new List<(Candidate Candidate, decimal Price)>();
        var candidates = new List<Candidate>();
        foreach (var candidate in Combine(catalogues, notes))
        {
            if (await PriceAboveLimitAsync(candidate, untold, notes, cancellationToken) is { } price)
                dear.Add((candidate, price));
            else
                candidates.Add(candidate);
        }

        notes.AddRange(dear.Select(left => $"{left.Candidate} costs {left.Price:0.#####} US dollars an hour, more than max-price {options.MaxPrice}"));
        if (candidates.Count == 0)
        {
            throw dear.Count > 0 ? AwsErrors.AllTooDear(dear.MinBy(left => left.Price), options.MaxPrice!.Value)
                : leftOut.Count > 0 ? leftOut[0].Failure
                : AwsErrors.NothingFits(notes);
        }

        foreach (var note in notes.Distinct())
            LogNote(note);
        return candidates;
    }

    private IEnumerable<Candidate> Combine(IReadOnlyList<RegionCatalogue> catalogues, List<string> notes)
    {
        Market[] markets = options.Market switch
        {
            AwsMarket.OnDemand => [Market.OnDemand],
            AwsMarket.Spot => [Market.Spot],
            _ => [Market.Spot, Market.OnDemand],
        };
        foreach (var market in markets)
        {
            foreach (var type in options.InstanceType.Distinct())
            {
                foreach (var catalogue in catalogues)
                {
                    if (!IsOffered(catalogue, type, market, notes))
                        continue;
                    var zones = catalogue.Zones[type].ToList();
                    foreach (var subnet in catalogue.Subnets.Where(subnet => zones.Contains(subnet.AvailabilityZone)))
                        yield return ToCandidate(catalogue, subnet, type, market);
                }
            }
        }
    }

    private static bool IsOffered(RegionCatalogue catalogue, string type, Market market, List<string> notes)
    {
        var zones = catalogue.Zones[type].ToList();
        var offered = $"{type} is offered in {string.Join(", ", zones)}";
        var missing = catalogue.Subnets.Select(subnet => subnet.AvailabilityZone).Except(zones).Order(StringComparer.Ordinal).ToList();
        if (!catalogue.Types.TryGetValue(type, out var details) || zones.Count == 0)
            notes.Add($"{type} is not offered in {catalogue.Region}");
        else if (details.Architecture is null)
            notes.Add($"no runner for Linux runs on {type}");
        else if (market == Market.Spot && !details.IsOfferedAsSpot)
            notes.Add($"{type} is not offered as spot capacity in {catalogue.Region}");
        else if (catalogue.Subnets.Count == 0)
            notes.Add($"{catalogue.Region} has no subnet to use");
        else if (missing.Count > 0)
            notes.Add($"{offered}, not in {string.Join(", ", missing)}");
        return details?.Architecture is not null && catalogue.Images.ContainsKey(type) && (market == Market.OnDemand || details.IsOfferedAsSpot);
    }

    private Candidate ToCandidate(RegionCatalogue catalogue, Subnet subnet, string type, Market market)
    {
        var image = catalogue.Images[type];
        var others = (image.BlockDeviceMappings ?? []).Where(mapping => mapping.Ebs is not null && mapping.DeviceName != image.RootDeviceName);
        return new Candidate
        {
            Region = catalogue.Region,
            Zone = subnet.AvailabilityZone,
            Subnet = subnet.SubnetId,
            InstanceType = type,
            Market = market,
            QuotaGroup = QuotaGroup.Of(type, market),
            Architecture = catalogue.Types[type].Architecture,
            Properties = new CandidateProperties(
                image.ImageId,
                image.RootDeviceName,
                CatalogueCheck.RootSizeOf(image),
                [.. others.Select(mapping => mapping.DeviceName)],
                [.. options.SecurityGroup.Distinct().Where(id => catalogue.SecurityGroups.Any(group => group.GroupId == id && group.VpcId == subnet.VpcId))]).ToDictionary(),
        };
    }

    /// <summary>A candidate's price when it is above the user's limit. Where it cannot be told, which is asked once a region, EC2 alone compares.</summary>
    private async Task<decimal?> PriceAboveLimitAsync(Candidate candidate, HashSet<string> untold, List<string> notes, CancellationToken cancellationToken)
    {
        if (options.MaxPrice is not { } limit || candidate.Market != Market.Spot || untold.Contains(candidate.Region))
            return null;
        try
        {
            var price = await spotPrices.GetAsync(candidate.Region, candidate.Zone, candidate.InstanceType, cancellationToken);
            return price > limit ? price : null;
        }
        catch (ActionableException refusal) when (refusal.Category == ErrorCategory.Unauthorized || refusal.IsPassing)
        {
            untold.Add(candidate.Region);
            notes.Add($"whether max-price is enough cannot be told beforehand: {refusal.Message}");
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "AWS: {Note}")]
    private partial void LogNote(string note);
}
