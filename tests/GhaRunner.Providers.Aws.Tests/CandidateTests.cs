using GhaRunner.Conformance;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Tests.Fixtures;
using GhaRunner.Simulator.Aws.Images;

namespace GhaRunner.Providers.Aws.Tests;

/// <summary>Which candidates are listed, in what order, and why others are not.</summary>
public sealed class CandidateTests : IAsyncLifetime
{
    private Scene scene = null!;

    public async Task InitializeAsync() => scene = await Scene.StartAsync();

    public async Task DisposeAsync() => await scene.DisposeAsync();

    [Fact]
    public async Task ListCandidatesAsync_EverythingGiven_IsInTheUsersOrder()
    {
        var vpc = scene.Aws.AddVpc("us-west-2");
        string[] subnets = [Subnet("us-east-1", "us-east-1b"), scene.Aws.AddSubnet(vpc, "us-west-2a").SubnetId, Subnet("us-east-1", "us-east-1a")];
        var provider = scene.Connect(
            new AwsMachineOptions { InstanceType = ["m7i.xlarge", "m7i.large"], Subnet = subnets, Market = AwsMarket.SpotThenOnDemand }, ["us-west-2", "us-east-1"]);

        var candidates = await provider.ListCandidatesAsync(default);

        var expected =
            from market in new[] { Market.Spot, Market.OnDemand }
            from type in new[] { "m7i.xlarge", "m7i.large" }
            from place in new[] { ("us-west-2", "us-west-2a", subnets[1]), ("us-east-1", "us-east-1b", subnets[0]), ("us-east-1", "us-east-1a", subnets[2]) }
            select (market, type, place.Item1, place.Item2, place.Item3);
        candidates.Select(candidate => (candidate.Market, candidate.InstanceType, candidate.Region, candidate.Zone, candidate.Subnet)).Should().Equal(expected);
    }

    [Fact]
    public async Task ListCandidatesAsync_NoSubnetGiven_TakesTheDefaultOnesByZone()
    {
        scene.Aws.AddSubnet(scene.Aws.AddVpc(Scene.Region), "us-east-1a");

        var candidates = await scene.Connect().ListCandidatesAsync(default);

        candidates.Select(candidate => candidate.Zone).Should().Equal("us-east-1a", "us-east-1b", "us-east-1c");
        candidates.Should().OnlyContain(candidate => candidate.QuotaGroup == "Standard" && candidate.Architecture == MachineArchitecture.X64 && candidate.Market == Market.OnDemand);
    }

    [Fact]
    public async Task ListCandidatesAsync_OneRegion_AsksFiveThings()
    {
        await scene.Connect().ListCandidatesAsync(default);

        scene.Asked.Should().Equal(
            "ec2/us-east-1/DescribeImages", "ec2/us-east-1/DescribeInstanceTypeOfferings", "ec2/us-east-1/DescribeInstanceTypes", "ec2/us-east-1/DescribeSubnets", "ssm/us-east-1/GetParameters");
    }

    [Fact]
    public async Task ListCandidatesAsync_TypesOfAllKinds_GetTheImageThatFits()
    {
        var provider = scene.Connect(new AwsMachineOptions { InstanceType = ["m7i.large", "c7g.large", "g5.xlarge", "g5g.xlarge"] });

        var candidates = await provider.ListCandidatesAsync(default);

        foreach (var (type, parameter) in new[]
        {
            ("m7i.large", "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id"),
            ("c7g.large", "/aws/service/canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id"),
            ("g5.xlarge", "/aws/service/deeplearning/ami/x86_64/base-oss-nvidia-driver-gpu-ubuntu-22.04/latest/ami-id"),
            ("g5g.xlarge", "/aws/service/deeplearning/ami/arm64/base-oss-nvidia-driver-gpu-ubuntu-22.04/latest/ami-id"),
        })
        {
            candidates.First(candidate => candidate.InstanceType == type).Properties["image"].Should().Be(scene.Aws.Parameter(Scene.Region, parameter), "of {0}", type);
        }

        scene.Host.Requests.All.Count(request => request.PathAndQuery.EndsWith("/GetParameters", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public async Task ListCandidatesAsync_TypeNotOfferedInAZone_LeavesItOutWithANote()
    {
        var candidates = await scene.Connect(new AwsMachineOptions { InstanceType = ["g6.xlarge"] }).ListCandidatesAsync(default);

        candidates.Select(candidate => candidate.Zone).Should().Equal("us-east-1a", "us-east-1b");
        scene.Notes.Lines.Should().Equal("Information: AWS: g6.xlarge is offered in us-east-1a, us-east-1b, not in us-east-1c");
    }

    [Fact]
    public async Task ListCandidatesAsync_TypeOfferedElsewhereAlone_SaysWhere()
    {
        var provider = scene.Connect(new AwsMachineOptions { InstanceType = ["g6.xlarge"], Subnet = [Subnet(Scene.Region, "us-east-1c")] });

        var error = await FailureAsync(provider);

        error.ShouldBe(ErrorCategory.InvalidInput, "aws-nothing-fits", "g6.xlarge is offered in us-east-1a, us-east-1b, not in us-east-1c");
    }

    [Fact]
    public async Task ListCandidatesAsync_SpotTooDear_LeavesItOutWithThePrice()
    {
        scene.Aws.SetSpotPrice("us-east-1a", "m7i.large", 0.09m);
        scene.Aws.SetSpotPrice("us-east-1b", "m7i.large", 0.03m);
        scene.Aws.SetSpotPrice("us-east-1c", "m7i.large", 0.0301m);

        var candidates = await scene.Connect(new AwsMachineOptions { InstanceType = ["m7i.large"], Market = AwsMarket.SpotThenOnDemand, MaxPrice = 0.03m }).ListCandidatesAsync(default);

        candidates.Select(candidate => (candidate.Market, candidate.Zone)).Should().Equal(
            (Market.Spot, "us-east-1b"), (Market.OnDemand, "us-east-1a"), (Market.OnDemand, "us-east-1b"), (Market.OnDemand, "us-east-1c"));
        scene.Notes.Lines.Should().HaveCount(2).And.Contain(line => line.Contains("us-east-1a", StringComparison.Ordinal) && line.Contains("0.09", StringComparison.Ordinal));
        scene.Asked.Should().ContainSingle(path => path == "ec2/us-east-1/DescribeSpotPriceHistory");
    }

    [Fact]
    public async Task ListCandidatesAsync_AllSpotTooDear_SaysTheCheapestPrice()
    {
        var provider = scene.Connect(new AwsMachineOptions { InstanceType = ["m7i.large", "m7i.xlarge"], Market = AwsMarket.Spot, MaxPrice = 0.002m });

        var error = await FailureAsync(provider);

        error.ShouldBe(ErrorCategory.NoCapacity, "aws-max-price-too-low", "0.03024 at the least (us-east-1a");
    }

    [Fact]
    public async Task ListCandidatesAsync_SpotPricesNotAllowed_GoesOnWithANote()
    {
        scene.Aws.Deny(scene.Aws.AccessKey.AccessKeyId, "ec2:DescribeSpotPriceHistory");
        var provider = scene.Connect(new AwsMachineOptions { InstanceType = ["m7i.large"], Market = AwsMarket.Spot, MaxPrice = 0.002m });

        (await provider.ListCandidatesAsync(default)).Should().HaveCount(3);

        scene.Notes.Lines.Should().ContainSingle().Which.Should().Contain("max-price").And.Contain("ec2:DescribeSpotPriceHistory");
    }

    [Fact]
    public async Task ListCandidatesAsync_UnknownNames_NameInputAndValue()
    {
        const string subnet = "subnet-0123456789abcdef0";
        const string group = "sg-0123456789abcdef0";
        const string image = "ami-0123456789abcdef0";

        await ShouldRefuseAsync(new AwsMachineOptions { InstanceType = ["m7i.large"], Subnet = [Subnet(Scene.Region, "us-east-1a"), subnet] }, "aws-subnet-missing", subnet);
        await ShouldRefuseAsync(new AwsMachineOptions { InstanceType = ["m7i.large", "m99.huge"] }, "aws-instance-type-missing", "m99.huge");
        await ShouldRefuseAsync(new AwsMachineOptions { InstanceType = ["m7i.large"], SecurityGroup = [group] }, "aws-security-group-missing", group);
        await ShouldRefuseAsync(new AwsMachineOptions { InstanceType = ["m7i.large"], Image = image }, "aws-nothing-fits", image);
        await ShouldRefuseAsync(new AwsMachineOptions { InstanceType = ["m7i.large"], Image = "ssm:/no/such" }, "aws-nothing-fits", "/no/such");
    }

    [Fact]
    public async Task ListCandidatesAsync_ImageOfAnotherArchitecture_IsRefused()
    {
        var image = scene.Aws.Parameter(Scene.Region, "/aws/service/canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id")!;

        await ShouldRefuseAsync(new AwsMachineOptions { InstanceType = ["m7i.large"], Image = image }, "aws-image-unsuitable", $"{image} in us-east-1 is for arm64, and m7i.large is x86_64");
    }

    [Fact]
    public async Task ListCandidatesAsync_ImageInOneRegionAlone_LeavesTheOtherOutWithANote()
    {
        var image = scene.Aws.Parameter("us-west-2", "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id")!;

        var candidates = await scene.Connect(new AwsMachineOptions { InstanceType = ["m7i.large"], Image = image }, ["us-east-1", "us-west-2"]).ListCandidatesAsync(default);

        candidates.Should().OnlyContain(candidate => candidate.Region == "us-west-2");
        scene.Notes.Lines.Should().Equal($"Information: AWS: us-east-1 has no image {image}");
    }

    [Fact]
    public async Task ListCandidatesAsync_OneOfSeveralImagesIsGone_LeavesItsTypesOutAlone()
    {
        scene.Aws.SetParameter(Scene.Region, "/aws/service/canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id", "ami-0123456789abcdef0");

        var candidates = await scene.Connect(new AwsMachineOptions { InstanceType = ["m7i.large", "c7g.large"] }).ListCandidatesAsync(default);

        candidates.Should().NotBeEmpty().And.OnlyContain(candidate => candidate.InstanceType == "m7i.large");
        scene.Notes.Lines.Should().Equal("Information: AWS: us-east-1 has no image ami-0123456789abcdef0");
    }

    [Fact]
    public async Task ListCandidatesAsync_ImageIsDeprecated_IsTakenAllTheSame()
    {
        var image = scene.Aws.Images(Scene.Region)[0];
        scene.Aws.SetImage(Scene.Region, image with { IsDeprecated = true });

        (await scene.Connect(new AwsMachineOptions { InstanceType = ["m7i.large"], Image = image.ImageId }).ListCandidatesAsync(default)).Should().HaveCount(3);
    }

    [Fact]
    public async Task ListCandidatesAsync_GpuBeforeTuringAndNoImageNamed_SaysWhatToName()
    {
        (await scene.Connect(new AwsMachineOptions { InstanceType = ["p3.2xlarge", "g4dn.xlarge"] }).ListCandidatesAsync(default)).Should().HaveCount(6);

        scene.Notes.Lines.Should().ContainSingle().Which.Should().Contain("does not support the V100 of p3.2xlarge").And.Contain("proprietary driver in input 'image'").And.Contain("g4dn");
    }

    [Fact]
    public async Task ListCandidatesAsync_GpuBeforeTuringAndAnImageNamed_SaysNothing()
    {
        var image = scene.Aws.Images(Scene.Region)[0].ImageId;

        await scene.Connect(new AwsMachineOptions { InstanceType = ["p3.2xlarge"], Image = image }).ListCandidatesAsync(default);

        scene.Notes.Lines.Should().BeEmpty();
    }

    [Fact]
    public async Task ListCandidatesAsync_VolumeSmallerThanTheImage_IsRefused() =>
        await ShouldRefuseAsync(new AwsMachineOptions { InstanceType = ["m7i.large"], RootVolumeSizeGb = 7 }, "aws-root-volume-too-small", "needs 8 GiB");

    [Fact]
    public async Task ListCandidatesAsync_ImageNotAvailable_IsRefused()
    {
        var image = scene.Aws.Images(Scene.Region)[0];
        scene.Aws.SetImage(Scene.Region, image with { State = "pending" });

        await ShouldRefuseAsync(new AwsMachineOptions { InstanceType = ["m7i.large"], Image = image.ImageId }, "aws-image-unsuitable", "pending");
    }

    [Fact]
    public async Task ListCandidatesAsync_GroupsOfTwoVpcs_GoToTheirOwn()
    {
        var home = scene.Aws.Subnets(Scene.Region)[0];
        var vpc = scene.Aws.AddVpc(Scene.Region);
        var away = scene.Aws.AddSubnet(vpc, "us-east-1b");
        string[] groups = [scene.Aws.AddSecurityGroup(home.VpcId, "a"), scene.Aws.AddSecurityGroup(vpc, "b"), scene.Aws.AddSecurityGroup(vpc, "c")];

        var candidates = await scene.Connect(new AwsMachineOptions { InstanceType = ["m7i.large"], Subnet = [home.SubnetId, away.SubnetId], SecurityGroup = groups }).ListCandidatesAsync(default);

        candidates.Select(candidate => candidate.Properties["security-groups"]).Should().Equal(groups[0], $"{groups[1]},{groups[2]}");
        await ShouldRefuseAsync(
            new AwsMachineOptions { InstanceType = ["m7i.large"], Subnet = [home.SubnetId, away.SubnetId], SecurityGroup = [groups[0]] }, "aws-security-group-missing", $"The subnet {away.SubnetId} is in {vpc}");
    }

    [Fact]
    public async Task ListCandidatesAsync_OnePermissionMissing_NamesItAtOnce()
    {
        scene.Aws.Deny(scene.Aws.AccessKey.AccessKeyId, "ssm:GetParameters");

        (await FailureAsync(scene.Connect())).ShouldBe(ErrorCategory.Unauthorized, "aws-not-allowed", "ssm:GetParameters");
    }

    [Fact]
    public async Task ListCandidatesAsync_ImageWithMoreVolumes_TellsThem()
    {
        var image = new AwsImage { ImageId = "ami-00000000000000001", Name = "big", RootDeviceName = "/dev/xvda", Devices = [new("/dev/xvda", 9), new("/dev/sdf", 20), new("/dev/sdb", 0) { VirtualName = "ephemeral0" }] };
        scene.Aws.SetImage(Scene.Region, image);

        var candidate = (await scene.Connect(new AwsMachineOptions { InstanceType = ["m7i.large"], Image = image.ImageId }).ListCandidatesAsync(default))[0];

        candidate.Properties.Should().Contain("root-device", "/dev/xvda").And.Contain("other-devices", "/dev/sdf").And.Contain("root-size-gb", "9");
    }

    private string Subnet(string region, string zone) => scene.Aws.Subnets(region).First(subnet => subnet.Zone == zone).SubnetId;

    private async Task ShouldRefuseAsync(AwsMachineOptions options, string code, string inText) =>
        (await FailureAsync(scene.Connect(options))).ShouldBe(ErrorCategory.InvalidInput, code, inText);

    private static async Task<ActionableException> FailureAsync(IMachineProvider provider) =>
        (await provider.Awaiting(aws => aws.ListCandidatesAsync(default)).Should().ThrowAsync<ActionableException>()).Which;
}
