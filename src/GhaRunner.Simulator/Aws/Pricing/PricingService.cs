using System.Globalization;
using System.Text.Json.Nodes;
using GhaRunner.Simulator.Aws.Access;
using GhaRunner.Simulator.Aws.Types;
using GhaRunner.Simulator.Aws.Wire;
using GhaRunner.Simulator.Hosting;

namespace GhaRunner.Simulator.Aws.Pricing;

/// <summary>The price list.</summary>
internal sealed class PricingService(Cloud cloud)
{
    private const int LongestPage = 100;

    public AwsReply Answer(AwsCall call) => JsonService.Answer(cloud, call, (caller, body) => call.Action switch
    {
        "GetProducts" => GetProducts(caller, body),
        _ => throw new AwsError("UnknownOperationException", ""),
    });

    private JsonObject GetProducts(Caller caller, JsonObject body)
    {
        cloud.Permissions.Demand(caller, "pricing:GetProducts", null, "AccessDeniedException", 400);
        if (body.String("ServiceCode") != "AmazonEC2")
            throw new AwsError("InvalidParameterException", "The simulator has the prices of AmazonEC2 alone.");
        var filters = body["Filters"] is JsonArray array ? array.OfType<JsonObject>().ToList() : [];
        var size = (int)Math.Clamp(body.Number("MaxResults") ?? LongestPage, 1, LongestPage);
        var start = int.TryParse(body.String("NextToken"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var found = Products().Where(product => filters.TrueForAll(filter => Matches(product, filter))).Skip(start).Take(size + 1).ToList();
        var answer = new JsonObject
        {
            ["FormatVersion"] = "aws_v1",
            ["PriceList"] = Json.Strings(found.Take(size).Select(product => Json.Text(product.ToJson()))),
        };
        if (found.Count > size)
            answer["NextToken"] = (start + size).ToString(CultureInfo.InvariantCulture);
        return answer;
    }

    private static bool Matches(PricedProduct product, JsonObject filter) =>
        filter.String("Field") is { } field && product.Attributes.TryGetValue(field, out var value) && value == filter.String("Value");

    /// <summary>Each type in each region as most buy it, and as few do, at other prices.</summary>
    private IEnumerable<PricedProduct> Products() =>
        from type in cloud.Types.All
        from region in cloud.Options.Regions
        where region.Zones.Any(zone => TypeCatalogue.Offered(type, zone))
        from product in new[]
        {
            new PricedProduct(type, region.Name),
            new PricedProduct(type, region.Name) { OperatingSystem = "Windows", Factor = 1.9m },
            new PricedProduct(type, region.Name) { Tenancy = "Dedicated", Factor = 1.1m },
            new PricedProduct(type, region.Name) { Software = "SQL Std", Factor = 3m },
            new PricedProduct(type, region.Name) { CapacityStatus = "AllocatedCapacityReservation", Factor = 0m },
        }
        select product;
}
