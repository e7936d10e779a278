using System.Globalization;
using System.Text.Json.Nodes;
using GhaRunner.Simulator.Aws.Types;
using GhaRunner.Simulator.Hosting;

namespace GhaRunner.Simulator.Aws.Pricing;

/// <summary>An instance type as it is sold in a region.</summary>
internal sealed record PricedProduct(AwsInstanceType Type, string Region)
{
    public string OperatingSystem { get; init; } = "Linux";

    public string Tenancy { get; init; } = "Shared";

    public string Software { get; init; } = "NA";

    public string CapacityStatus { get; init; } = "Used";

    /// <summary>How many times the type's price it costs.</summary>
    public decimal Factor { get; init; } = 1m;

    public Dictionary<string, string> Attributes => new(StringComparer.Ordinal)
    {
        ["servicecode"] = "AmazonEC2",
        ["instanceType"] = Type.Name,
        ["regionCode"] = Region,
        ["operatingSystem"] = OperatingSystem,
        ["tenancy"] = Tenancy,
        ["preInstalledSw"] = Software,
        ["capacitystatus"] = CapacityStatus,
        ["marketoption"] = "OnDemand",
        ["vcpu"] = Type.VCpus.ToString(CultureInfo.InvariantCulture),
        ["memory"] = $"{Type.MemoryMiB / 1024} GiB",
    };

    private string Sku => $"{Type.Name}{Region}{OperatingSystem}{Tenancy}{Software}{CapacityStatus}".Replace(".", "", StringComparison.Ordinal)
        .Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();

    public JsonObject ToJson()
    {
        var term = Sku + ".JRTCKXETXF";
        var rate = term + ".6YS6EN2CT7";
        return new JsonObject
        {
            ["product"] = new JsonObject { ["productFamily"] = "Compute Instance", ["attributes"] = Json.Map(Attributes), ["sku"] = Sku },
            ["serviceCode"] = "AmazonEC2",
            ["terms"] = new JsonObject { ["OnDemand"] = new JsonObject { [term] = Term(rate) } },
            ["version"] = "20261101000000",
            ["publicationDate"] = "2026-11-01T00:00:00Z",
        };
    }

    private JsonObject Term(string rate) => new()
    {
        ["priceDimensions"] = new JsonObject
        {
            [rate] = new JsonObject
            {
                ["unit"] = "Hrs",
                ["beginRange"] = "0",
                ["endRange"] = "Inf",
                ["description"] = $"{OperatingSystem} {Type.Name} Instance Hour",
                ["rateCode"] = rate,
                ["pricePerUnit"] = new JsonObject { ["USD"] = (Type.HourlyPrice * Factor).ToString("0.0000000000", CultureInfo.InvariantCulture) },
            },
        },
        ["sku"] = Sku,
        ["effectiveDate"] = "2026-11-01T00:00:00Z",
        ["offerTermCode"] = "JRTCKXETXF",
        ["termAttributes"] = new JsonObject(),
    };
}
