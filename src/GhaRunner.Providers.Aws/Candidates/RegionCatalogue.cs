using Amazon.EC2.Model;

namespace GhaRunner.Providers.Aws.Candidates;

/// <summary>What one region has of what the options name.</summary>
/// <param name="Region">The region.</param>
/// <param name="Subnets">The subnets, in order of preference.</param>
/// <param name="Zones">The zones in which each type is offered.</param>
/// <param name="Types">The types that the region has.</param>
/// <param name="Images">The image of each type; types without one are left out.</param>
/// <param name="SecurityGroups">The named groups.</param>
/// <param name="Notes">What is missing, for people.</param>
internal sealed record RegionCatalogue(
    string Region,
    IReadOnlyList<Subnet> Subnets,
    ILookup<string, string> Zones,
    IReadOnlyDictionary<string, TypeDetails> Types,
    IReadOnlyDictionary<string, Image> Images,
    IReadOnlyList<SecurityGroup> SecurityGroups,
    IReadOnlyList<string> Notes);
