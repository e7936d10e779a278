using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon;
using Amazon.Runtime.Signing;
using GhaRunner.Simulator.Tests.Aws.Support;

namespace GhaRunner.Simulator.Tests.Aws;

public sealed class PriceListTests
{
    [Fact]
    public async Task GetProducts_EveryFilter_IsTheOnDemandPrice()
    {
        await using var scene = await AwsScene.StartAsync();

        var (status, answer) = await AskAsync(scene, """
            {"ServiceCode":"AmazonEC2","FormatVersion":"aws_v1","MaxResults":10,"Filters":[
              {"Type":"TERM_MATCH","Field":"instanceType","Value":"m7i.large"},{"Type":"TERM_MATCH","Field":"regionCode","Value":"us-west-2"},
              {"Type":"TERM_MATCH","Field":"operatingSystem","Value":"Linux"},{"Type":"TERM_MATCH","Field":"tenancy","Value":"Shared"},
              {"Type":"TERM_MATCH","Field":"preInstalledSw","Value":"NA"},{"Type":"TERM_MATCH","Field":"capacitystatus","Value":"Used"}]}
            """);

        status.Should().Be(HttpStatusCode.OK);
        var product = JsonNode.Parse(answer["PriceList"]!.AsArray().Should().ContainSingle().Which!.GetValue<string>())!;
        product["product"]!["attributes"]!["instanceType"]!.GetValue<string>().Should().Be("m7i.large");
        var term = product["terms"]!["OnDemand"]!.AsObject().Should().ContainSingle().Which.Value!;
        var dimension = term["priceDimensions"]!.AsObject().Should().ContainSingle().Which.Value!;
        dimension["unit"]!.GetValue<string>().Should().Be("Hrs");
        dimension["pricePerUnit"]!["USD"]!.GetValue<string>().Should().Be("0.1008000000");
        answer["NextToken"].Should().BeNull();
        scene.Host.Requests.All.Should().ContainSingle().Which.PathAndQuery.Should().Be("/_aws/pricing/us-east-1/GetProducts");
    }

    [Fact]
    public async Task GetProducts_SmallPages_LeadToEachOther()
    {
        await using var scene = await AwsScene.StartAsync();
        const string Filters = """[{"Type":"TERM_MATCH","Field":"instanceType","Value":"t3.micro"},{"Type":"TERM_MATCH","Field":"regionCode","Value":"us-east-1"}]""";
        HashSet<string> products = [];
        List<int> sizes = [];
        string? next = null;
        do
        {
            var token = next is null ? "" : $",\"NextToken\":\"{next}\"";
            var (_, answer) = await AskAsync(scene, $"{{\"ServiceCode\":\"AmazonEC2\",\"MaxResults\":2,\"Filters\":{Filters}{token}}}");
            products.UnionWith(answer["PriceList"]!.AsArray().Select(product => product!.GetValue<string>()));
            sizes.Add(products.Count);
            next = answer["NextToken"]?.GetValue<string>();
        }
        while (next is not null);

        sizes.Should().Equal([2, 4, 5], "others buy it with Windows, SQL Server, dedicated hosts or a reservation");
    }

    [Fact]
    public async Task GetProducts_Denied_SaysSo()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.Deny(scene.Aws.AccessKey.AccessKeyId, "pricing:*");

        var (status, answer) = await AskAsync(scene, """{"ServiceCode":"AmazonEC2"}""");

        status.Should().Be(HttpStatusCode.BadRequest);
        answer["__type"]!.GetValue<string>().Should().Be("AccessDeniedException");
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(AwsScene scene, string body)
    {
        using var signing = new SigV4SigningHandler(scene.Credentials, RegionEndpoint.USEast1, "pricing", new SocketsHttpHandler { AllowAutoRedirect = false });
        using var http = new HttpClient(signing);
        using var content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.1");
        content.Headers.Add("X-Amz-Target", "AWSPriceListService.GetProducts");
        using var response = await http.PostAsync(scene.Host.AwsUrl, content);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
