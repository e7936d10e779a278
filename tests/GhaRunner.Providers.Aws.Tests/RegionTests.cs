using GhaRunner.Abstractions;
using GhaRunner.Conformance;
using GhaRunner.Providers.Aws.Tests.Fixtures;
using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Faults;

namespace GhaRunner.Providers.Aws.Tests;

/// <summary>What becomes of a list of candidates when one of several regions cannot be asked.</summary>
public sealed class RegionTests : IAsyncLifetime
{
    private static readonly string[] both = ["us-east-1", "us-west-2"];

    private Scene scene = null!;

    public async Task InitializeAsync() => scene = await Scene.StartAsync();

    public async Task DisposeAsync() => await scene.DisposeAsync();

    [Theory]
    [InlineData("OptInRequired", 403)]
    [InlineData("AuthFailure", 401)]
    [InlineData("UnauthorizedOperation", 403)]
    public async Task ListCandidatesAsync_RegionRefuses_IsLeftOutWithANote(string code, int status)
    {
        Fail("us-east-1", AwsFaults.Ec2(code, "Not here.", status));

        var candidates = await scene.Connect(regions: both).ListCandidatesAsync(default);

        candidates.Should().NotBeEmpty().And.OnlyContain(candidate => candidate.Region == "us-west-2");
        scene.Notes.Lines.Should().ContainSingle().Which.Should().StartWith("Information: AWS: us-east-1 is left out: EC2 in us-east-1 did not list the subnets: ");
    }

    [Fact]
    public async Task ListCandidatesAsync_EveryRegionRefuses_SaysWhatTheFirstSaid()
    {
        Fail("us-east-1", AwsFaults.Ec2("OptInRequired", "Not subscribed."));
        Fail("us-west-2", AwsFaults.Ec2("AuthFailure", "Not here."));

        (await FailureAsync(scene.Connect(regions: both))).ShouldBe(ErrorCategory.Unauthorized, "aws-opt-in-required", "us-east-1");
    }

    [Fact]
    public async Task ListCandidatesAsync_PassingFault_IsThrownTwiceAndThenTheRegionIsLeftOut()
    {
        Fail("us-east-1", AwsFaults.Ec2("ServiceUnavailable", "Not now."));
        var provider = scene.Connect(regions: both);

        for (var attempt = 0; attempt < 2; attempt++)
            (await FailureAsync(provider)).ShouldBe(ErrorCategory.Transient, "aws-server-fault", "us-east-1");
        scene.Notes.Lines.Should().BeEmpty();

        (await provider.ListCandidatesAsync(default)).Should().OnlyContain(candidate => candidate.Region == "us-west-2");
        scene.Notes.Lines.Should().ContainSingle().Which.Should().Contain("us-east-1 is left out");
    }

    [Fact]
    public async Task ListCandidatesAsync_FaultsWithAnAnswerBetween_AreNotInARow()
    {
        var provider = scene.Connect(regions: both);
        Fail("us-east-1", AwsFaults.Ec2("ServiceUnavailable", "Not now."), times: 2);
        await FailureAsync(provider);
        await FailureAsync(provider);
        (await provider.ListCandidatesAsync(default)).Select(candidate => candidate.Region).Distinct().Should().Equal(both);
        Fail("us-east-1", AwsFaults.Ec2("RequestLimitExceeded", "Slower."));

        (await FailureAsync(provider)).Category.Should().Be(ErrorCategory.Throttled);
        (await FailureAsync(provider)).Category.Should().Be(ErrorCategory.Throttled);
        (await provider.ListCandidatesAsync(default)).Should().OnlyContain(candidate => candidate.Region == "us-west-2");
    }

    [Fact]
    public async Task ListCandidatesAsync_OneRegionAloneNeverAnswers_IsThrownEachTime()
    {
        Fail("us-east-1", AwsFaults.Ec2("ServiceUnavailable", "Not now."));
        var provider = scene.Connect();

        for (var attempt = 0; attempt < 4; attempt++)
            (await FailureAsync(provider)).Category.Should().Be(ErrorCategory.Transient);
    }

    [Fact]
    public async Task ListCandidatesAsync_NamesInTheRegionThatIsLeftOut_AreNotCalledMissing()
    {
        Fail("us-east-1", AwsFaults.Ec2("OptInRequired", "Not subscribed."));
        var away = scene.Aws.Subnets("us-east-1")[0];
        var here = scene.Aws.Subnets("us-west-2")[0];
        string[] groups = [scene.Aws.DefaultSecurityGroup(away.VpcId), scene.Aws.DefaultSecurityGroup(here.VpcId)];

        var candidates = await scene.Connect(new AwsMachineOptions { InstanceType = ["m7i.large"], Subnet = [away.SubnetId, here.SubnetId], SecurityGroup = groups }, both).ListCandidatesAsync(default);

        candidates.Should().ContainSingle().Which.Subnet.Should().Be(here.SubnetId);
    }

    [Fact]
    public async Task ListCandidatesAsync_OtherRegionGivesNone_SaysWhyTheFirstIsLeftOut()
    {
        Fail("us-east-1", AwsFaults.Ec2("OptInRequired", "Not subscribed."));
        var options = new AwsMachineOptions { InstanceType = ["m7i.large"], Subnet = [scene.Aws.Subnets("us-east-1")[0].SubnetId] };

        (await FailureAsync(scene.Connect(options, both))).Code.Should().Be("aws-opt-in-required");
    }

    [Fact]
    public async Task ListCandidatesAsync_InputThatIsWrongInOneRegion_IsRefused()
    {
        var image = scene.Aws.Images("us-west-2")[0];
        scene.Aws.SetImage("us-west-2", image with { State = "pending" });
        Fail("us-east-1", AwsFaults.Ec2("OptInRequired", "Not subscribed."));

        (await FailureAsync(scene.Connect(new AwsMachineOptions { InstanceType = ["m7i.large"], Image = image.ImageId }, both))).Code.Should().Be("aws-image-unsuitable");
    }

    private void Fail(string region, FaultEffect effect, int times = int.MaxValue) =>
        scene.Host.Faults.Add(new FaultRule { Path = $"/ec2/{region}/DescribeSubnets$", Effect = effect, Times = times });

    private static async Task<ActionableException> FailureAsync(IMachineProvider provider) =>
        (await provider.Awaiting(aws => aws.ListCandidatesAsync(default)).Should().ThrowAsync<ActionableException>()).Which;
}
