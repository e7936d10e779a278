using System.Globalization;
using System.Text.Json;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Prices;
using GhaRunner.Providers.Aws.Tests.Fixtures;
using GhaRunner.Simulator.Faults;

namespace GhaRunner.Providers.Aws.Tests;

public sealed class PriceTests : IAsyncLifetime
{
    private Scene scene = null!;

    public async Task InitializeAsync() => scene = await Scene.StartAsync();

    public async Task DisposeAsync() => await scene.DisposeAsync();

    [Fact]
    public void Read_OneProduct_IsItsPrice() => PriceList.Read(Answer(Product("0.1008000000"))).Should().Be(0.1008m);

    [Fact]
    public void Read_ProductsOfOnePrice_AreThatPrice() => PriceList.Read(Answer(Product("0.1008000000"), Product("0.1008"))).Should().Be(0.1008m);

    [Theory]
    [InlineData("1.0060000000", "1.006")]
    [InlineData("0.10", "0.1")]
    [InlineData("32.0000000000", "32")]
    [InlineData("0.0000000000", "0")]
    public void Read_ZerosAtTheEnd_AreLeftOut(string price, string text) =>
        PriceList.Read(Answer(Product(price)))!.Value.ToString(CultureInfo.InvariantCulture).Should().Be(text);

    [Fact]
    public async Task GetHourlyPriceAsync_SpotPriceWithZerosAtItsEnd_HasNone()
    {
        scene.Aws.SetSpotPrice("us-east-1a", "m7i.large", 0.0300m);
        var provider = scene.Connect();

        var price = await provider.GetHourlyPriceAsync(new Candidate { Region = Scene.Region, Zone = "us-east-1a", InstanceType = "m7i.large", Market = Market.Spot }, default);

        price!.Value.ToString(CultureInfo.InvariantCulture).Should().Be("0.03");
    }

    [Fact]
    public async Task ListCandidatesAsync_SpotPricesDoNotCome_WaitsFiveSecondsAndGoesOn()
    {
        scene.Strike("DescribeSpotPriceHistory", FaultEffect.Delayed(TimeSpan.FromMinutes(1)), times: int.MaxValue);
        var provider = scene.Connect(new AwsMachineOptions { InstanceType = ["m7i.large", "m7i.xlarge"], Market = AwsMarket.Spot, MaxPrice = 0.002m });
        var listing = provider.ListCandidatesAsync(default);
        while (!scene.Asked.Contains("ec2/us-east-1/DescribeSpotPriceHistory"))
            await Task.Yield();

        scene.Clock.Advance(TimeSpan.FromSeconds(4.9));
        listing.IsCompleted.Should().BeFalse();
        scene.Clock.Advance(TimeSpan.FromSeconds(0.1));

        (await listing).Should().HaveCount(6);
        scene.Notes.Lines.Should().ContainSingle().Which.Should().Contain("max-price").And.Contain("no answer in time");
        scene.Asked.Should().ContainSingle(path => path == "ec2/us-east-1/DescribeSpotPriceHistory");
    }

    [Fact]
    public void Read_NothingOrMoreThanOnePrice_IsNotKnown()
    {
        PriceList.Read(Answer()).Should().BeNull();
        PriceList.Read(Answer(Product("0.1008"), Product("0.2"))).Should().BeNull();
        PriceList.Read(Answer(Product("0.1008")) with { NextToken = "more" }).Should().BeNull();
        PriceList.Read(Answer(Product("0.1008", unit: "Quantity"))).Should().BeNull();
        PriceList.Read(Answer(Product("0.1008", currency: "CNY"))).Should().BeNull();
        PriceList.Read(Answer("""{"product":{},"terms":{"Reserved":{}}}""", "{}")).Should().BeNull();
    }

    [Fact]
    public async Task GetHourlyPriceAsync_OnDemand_IsAskedOnceForManyMachines()
    {
        var provider = scene.Connect();
        var candidate = (await provider.ListCandidatesAsync(default))[0];

        var prices = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => provider.GetHourlyPriceAsync(candidate, default)));

        prices.Should().OnlyContain(price => price == 0.1008m);
        scene.Asked.Should().ContainSingle(path => path == "pricing/us-east-1/GetProducts");
    }

    [Fact]
    public async Task GetHourlyPriceAsync_Spot_IsThatOfItsZoneAndAskedOnce()
    {
        scene.Aws.SetSpotPrice("us-east-1b", "m7i.xlarge", 0.0456m);
        var provider = scene.Connect(new AwsMachineOptions { InstanceType = ["m7i.large", "m7i.xlarge"], Market = AwsMarket.Spot });
        var candidates = await provider.ListCandidatesAsync(default);

        var prices = await Task.WhenAll(candidates.Select(candidate => provider.GetHourlyPriceAsync(candidate, default)));

        prices.Should().NotContainNulls().And.OnlyHaveUniqueItems();
        prices[candidates.ToList().FindIndex(candidate => candidate is { Zone: "us-east-1b", InstanceType: "m7i.xlarge" })].Should().Be(0.0456m);
        scene.Asked.Should().ContainSingle(path => path == "ec2/us-east-1/DescribeSpotPriceHistory");
    }

    [Fact]
    public async Task GetHourlyPriceAsync_MachineReadBackAtStop_HasAPrice()
    {
        var starting = scene.Connect(new AwsMachineOptions { InstanceType = ["m7i.large"], Market = AwsMarket.SpotThenOnDemand });
        var spot = await starting.CreateAsync(await Scene.RequestAsync(starting), default);
        var onDemand = await starting.CreateAsync(await Scene.RequestAsync(starting, candidate: 3, index: 2), default);
        var stopping = scene.Connect(new AwsMachineOptions());

        foreach (var (id, price) in new[] { (spot.Id, 0.03024m), (onDemand.Id, 0.1008m) })
            (await stopping.GetHourlyPriceAsync((await stopping.GetAsync(id, default))!.Candidate, default)).Should().Be(price);
    }

    [Fact]
    public async Task GetHourlyPriceAsync_NotAllowedOrUnknown_IsNotKnown()
    {
        scene.Aws.Deny(scene.Aws.AccessKey.AccessKeyId, "pricing:*", "ec2:DescribeSpotPriceHistory");
        var provider = scene.Connect();

        foreach (var market in Enum.GetValues<Market>())
            (await provider.GetHourlyPriceAsync(new Candidate { Region = Scene.Region, Zone = "us-east-1a", InstanceType = "m7i.large", Market = market }, default)).Should().BeNull();
        (await provider.GetHourlyPriceAsync(new Candidate { Region = "cn-north-1", InstanceType = "m7i.large" }, default)).Should().BeNull("the list has no dollars there");
    }

    private static PriceListAnswer Answer(params string[] products) =>
        JsonSerializer.Deserialize(JsonSerializer.Serialize(new { FormatVersion = "aws_v1", PriceList = products }), PriceListJson.Default.PriceListAnswer)!;

    private static string Product(string price, string unit = "Hrs", string currency = "USD") => $$$$$"""
        {"product":{"productFamily":"Compute Instance","attributes":{"regionCode":"us-east-1","instanceType":"m7i.large","tenancy":"Shared","operatingSystem":"Linux","marketoption":"OnDemand","capacitystatus":"Used","preInstalledSw":"NA","usagetype":"BoxUsage:m7i.large"},"sku":"W8RNGAJF2PAXTFZ3"},
         "serviceCode":"AmazonEC2",
         "terms":{"OnDemand":{"W8RNGAJF2PAXTFZ3.JRTCKXETXF":{"priceDimensions":{"W8RNGAJF2PAXTFZ3.JRTCKXETXF.6YS6EN2CT7":{"unit":"{{{{{unit}}}}}","endRange":"Inf","description":"$0.1008 per On Demand Linux m7i.large Instance Hour","appliesTo":[],"rateCode":"W8RNGAJF2PAXTFZ3.JRTCKXETXF.6YS6EN2CT7","beginRange":"0","pricePerUnit":{"{{{{{currency}}}}}":"{{{{{price}}}}}"}}},"sku":"W8RNGAJF2PAXTFZ3","effectiveDate":"2026-11-01T00:00:00Z","offerTermCode":"JRTCKXETXF","termAttributes":{}}},
                  "Reserved":{"W8RNGAJF2PAXTFZ3.HU7G6KETJZ":{"priceDimensions":{"W8RNGAJF2PAXTFZ3.HU7G6KETJZ.6YS6EN2CT7":{"unit":"Hrs","pricePerUnit":{"USD":"0.0400000000"}}},"termAttributes":{"LeaseContractLength":"1yr"}}}},
         "version":"20261101000000","publicationDate":"2026-11-01T00:00:00Z"}
        """;
}
