using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Candidates;
using GhaRunner.Providers.Aws.Machines;
using GhaRunner.Providers.Aws.Tests.Fixtures;

namespace GhaRunner.Providers.Aws.Tests;

public sealed class NamingTests
{
    [Theory]
    [InlineData("m7i.large", "Standard")]
    [InlineData("c7i-flex.large", "Standard")]
    [InlineData("a1.large", "Standard")]
    [InlineData("d3en.xlarge", "Standard")]
    [InlineData("h1.2xlarge", "Standard")]
    [InlineData("i4i.large", "Standard")]
    [InlineData("im4gn.large", "Standard")]
    [InlineData("is4gen.large", "Standard")]
    [InlineData("r8g.large", "Standard")]
    [InlineData("t4g.small", "Standard")]
    [InlineData("z1d.large", "Standard")]
    [InlineData("g5.xlarge", "G and VT")]
    [InlineData("gr6.4xlarge", "G and VT")]
    [InlineData("vt1.3xlarge", "G and VT")]
    [InlineData("p4d.24xlarge", "P")]
    [InlineData("p5.48xlarge", "P")]
    [InlineData("x2gd.large", "X")]
    [InlineData("inf2.xlarge", "INF")]
    [InlineData("trn1.2xlarge", "TRN")]
    [InlineData("dl1.24xlarge", "DL")]
    [InlineData("f2.6xlarge", "F")]
    [InlineData("hpc7a.96xlarge", "HPC")]
    [InlineData("u-6tb1.metal", "High Memory")]
    [InlineData("u7i-12tb.224xlarge", "High Memory")]
    public void QuotaGroup_OfAType_IsThatOfItsFamily(string type, string group) => QuotaGroup.Of(type, Market.OnDemand).Should().Be(group);

    [Theory]
    [InlineData("p5en.48xlarge", "P5")]
    [InlineData("p4de.24xlarge", "P")]
    [InlineData("g6.xlarge", "G and VT")]
    public void QuotaGroup_OfASpotType_IsThatOfItsFamily(string type, string group) => QuotaGroup.Of(type, Market.Spot).Should().Be(group);

    [Theory]
    [InlineData("us-east-1/i-0123456789abcdef0", "us-east-1", "i-0123456789abcdef0")]
    [InlineData("us-gov-west-1/i-01234567", "us-gov-west-1", "i-01234567")]
    [InlineData("i-0123456789abcdef0", "", "i-0123456789abcdef0")]
    public void MachineId_OfAKnownForm_IsRead(string text, string region, string instance)
    {
        MachineId.Parse(text).Should().Be(new MachineId(region, instance));
        MachineId.Parse(text)!.ToString().Should().Be(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("gha-1-1-abc-1")]
    [InlineData("us-east-1/")]
    [InlineData("us-east-1/i-xyz")]
    [InlineData("us-east-1/i-0123456789abcdef0\n")]
    [InlineData("evil.example/i-0123456789abcdef0")]
    [InlineData("us-east-1.evil/i-0123456789abcdef0")]
    public void MachineId_OfNoKnownForm_IsNull(string text) => MachineId.Parse(text).Should().BeNull();

    [Fact]
    public void ClientToken_Always_TellsMachinesAndPlacesApart()
    {
        var request = Request();
        MachineRequest[] others =
        [
            request with { Ownership = request.Ownership with { Index = 2 } },
            request with { Candidate = request.Candidate with { Region = "eu-west-1" } },
            request with { Candidate = request.Candidate with { Subnet = "subnet-2" } },
            request with { Candidate = request.Candidate with { InstanceType = "m7i.xlarge" } },
            request with { Candidate = request.Candidate with { Market = Market.Spot } },
        ];

        ClientToken.Of(request).Should().MatchRegex("^[0-9a-f]{64}$").And.Be(ClientToken.Of(Request()));
        others.Append(request).Select(ClientToken.Of).Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData("pending", MachineState.Pending)]
    [InlineData("running", MachineState.Running)]
    [InlineData("stopping", MachineState.Ended)]
    [InlineData("stopped", MachineState.Ended)]
    [InlineData("shutting-down", MachineState.Deleting)]
    [InlineData("terminated", MachineState.Deleted)]
    [InlineData("something-new", MachineState.Running)]
    [InlineData(null, MachineState.Running)]
    public void ToState_EveryState_HasItsMeaning(string? state, MachineState expected) => InstanceMapping.ToState(state).Should().Be(expected);

    [Theory]
    [InlineData("User initiated (2019-01-31 12:00:05 GMT)")]
    [InlineData("User initiated (2019-01-31 12:00:05 UTC)")]
    public void EndOf_TextWithATime_IsThatTime(string text) => InstanceMapping.EndOf(text).Should().Be(new DateTimeOffset(2019, 1, 31, 12, 0, 5, TimeSpan.Zero));

    [Theory]
    [InlineData("")]
    [InlineData("Server.SpotInstanceTermination")]
    [InlineData("User initiated (2019-13-31 12:00:05 GMT)")]
    public void EndOf_TextWithoutATime_IsNotKnown(string text) => InstanceMapping.EndOf(text).Should().BeNull();

    private static MachineRequest Request() =>
        new(Ownerships.New(), new Candidate { Region = "us-east-1", Subnet = "subnet-1", InstanceType = "m7i.large" }, new Bootstrap { UserData = "x" });
}
