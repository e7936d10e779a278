using System.Globalization;
using System.Xml.Linq;
using GhaRunner.Simulator.Aws.Instances;
using GhaRunner.Simulator.Aws.Types;
using GhaRunner.Simulator.Aws.Wire;
using static GhaRunner.Simulator.Aws.Ec2.Ec2Xml;

namespace GhaRunner.Simulator.Aws.Ec2;

/// <summary>The actions on the spot market.</summary>
internal static class SpotActions
{
    private static readonly FilterSet<(AwsInstanceType Type, string Zone)> s_priceFilters = new(
        new Dictionary<string, Func<(AwsInstanceType Type, string Zone), IEnumerable<string?>>>(StringComparer.Ordinal)
        {
            ["instance-type"] = offer => [offer.Type.Name],
            ["availability-zone"] = offer => [offer.Zone],
            ["product-description"] = _ => ["Linux/UNIX"],
        });

    private static readonly FilterSet<SpotRequest> s_requestFilters = new(
        new Dictionary<string, Func<SpotRequest, IEnumerable<string?>>>(StringComparer.Ordinal)
        {
            ["spot-instance-request-id"] = request => [request.Id],
            ["instance-id"] = request => [request.InstanceId],
            ["state"] = request => [request.State],
            ["status-code"] = request => [request.StatusCode],
            ["type"] = request => [request.Type],
        },
        request => request.Tags);

    public static IEnumerable<XElement?> DescribePrices(Ec2Call call)
    {
        var types = call.Form.List("InstanceType");
        var products = call.Form.List("ProductDescription");
        var wanted = call.Form.Text("AvailabilityZone");
        var offers = from type in call.Cloud.Types.All
                     where type.Spot && (types.Count == 0 || types.Contains(type.Name))
                     from zone in call.Region.Region.Zones
                     where TypeCatalogue.Offered(type, zone) && (wanted ?? zone) == zone
                     where products.Count == 0 || products.Exists(product => product.StartsWith("Linux/UNIX", StringComparison.Ordinal))
                     select (type, zone);
        var (found, nextToken) = call.Page(s_priceFilters.Apply(call.Form, offers), least: 1);
        return [Set("spotPriceHistorySet", found, offer => new[]
        {
            Element("instanceType", offer.Type.Name),
            Element("productDescription", "Linux/UNIX"),
            Element("spotPrice", call.Cloud.Types.SpotPrice(offer.Type, offer.Zone).ToString("0.000000", CultureInfo.InvariantCulture)),
            Element("timestamp", Moment(call.Now.AddMinutes(-10))),
            Element("availabilityZone", offer.Zone),
        }), nextToken];
    }

    public static IEnumerable<XElement?> DescribeRequests(Ec2Call call)
    {
        var ids = call.Form.List("SpotInstanceRequestId");
        var requests = ids.Count == 0 ? call.Region.SpotRequests : ids.ConvertAll(id => call.Region.SpotRequests.Find(request => request.Id == id)
            ?? throw new AwsError("InvalidSpotInstanceRequestID.NotFound", $"The spot instance request ID '{id}' does not exist"));
        var (found, nextToken) = call.Page(s_requestFilters.Apply(call.Form, requests));
        return [Set("spotInstanceRequestSet", found, request => new[]
        {
            Element("spotInstanceRequestId", request.Id),
            Element("spotPrice", request.MaxPrice),
            Element("type", request.Type),
            Element("state", request.State),
            Element("status", Element("code", request.StatusCode), Element("updateTime", Moment(call.Now)), Element("message", request.StatusCode)),
            Element("instanceId", request.InstanceId),
            Element("createTime", Moment(request.CreatedAt)),
            Element("productDescription", "Linux/UNIX"),
            Element("instanceInterruptionBehavior", request.InterruptionBehavior),
            Tags(request.Tags),
        }), nextToken];
    }
}
