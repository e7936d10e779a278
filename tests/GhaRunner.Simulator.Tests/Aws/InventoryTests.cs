using Amazon.EC2;
using Amazon.EC2.Model;
using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Tests.Aws.Support;

namespace GhaRunner.Simulator.Tests.Aws;

public sealed class InventoryTests
{
    [Fact]
    public async Task DescribeRegions_Default_ShowsAllAndRefusesOthers()
    {
        await using var scene = await AwsScene.StartAsync();

        var regions = (await scene.Ec2.DescribeRegionsAsync(new DescribeRegionsRequest())).Regions;

        regions.Select(region => region.RegionName).Should().Equal("us-east-1", "us-west-2", "eu-central-1");
        (await Refusals.CodeAsync(() => scene.Ec2.DescribeRegionsAsync(new DescribeRegionsRequest { RegionNames = ["mars-1"] }))).Should().Be("InvalidParameterValue");
    }

    [Fact]
    public async Task DescribeSubnets_DefaultAndAdded_AreFiltered()
    {
        await using var scene = await AwsScene.StartAsync();
        var vpc = (await scene.Ec2.DescribeVpcsAsync(new DescribeVpcsRequest { Filters = [new Filter("is-default", ["true"])] })).Vpcs.Should().ContainSingle().Which;
        var added = scene.Aws.AddSubnet(scene.Aws.AddVpc(AwsScene.Region), "us-east-1b");
        await scene.LaunchAsync();

        var defaults = (await scene.Ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { Filters = [new Filter("default-for-az", ["true"])] })).Subnets;
        var inZone = (await scene.Ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { Filters = [new Filter("availability-zone", ["us-east-1b"])] })).Subnets;
        var byId = (await scene.Ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { SubnetIds = [added.SubnetId] })).Subnets[0];

        defaults.Select(subnet => (subnet.AvailabilityZone, subnet.AvailabilityZoneId, subnet.AvailableIpAddressCount)).Should().Equal(
            ("us-east-1a", "use1-az1", 4090), ("us-east-1b", "use1-az2", 4091), ("us-east-1c", "use1-az3", 4091));
        defaults.Should().OnlyContain(subnet => subnet.VpcId == vpc.VpcId && subnet.MapPublicIpOnLaunch == true && subnet.State == SubnetState.Available);
        inZone.Should().HaveCount(2);
        byId.Should().BeEquivalentTo(new { added.VpcId, MapPublicIpOnLaunch = false, DefaultForAz = false, AvailableIpAddressCount = 251 });
        (await Refusals.CodeAsync(() => scene.Ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { SubnetIds = ["subnet-0123456789abcdef0"] }))).Should().Be("InvalidSubnetID.NotFound");
    }

    [Fact]
    public async Task DescribeVpcs_UnknownId_IsRefused()
    {
        await using var scene = await AwsScene.StartAsync();

        (await Refusals.CodeAsync(() => scene.Ec2.DescribeVpcsAsync(new DescribeVpcsRequest { VpcIds = ["vpc-0123456789abcdef0"] }))).Should().Be("InvalidVpcID.NotFound");
    }

    [Fact]
    public async Task DescribeSecurityGroups_ByNameAndId_AreFound()
    {
        await using var scene = await AwsScene.StartAsync();
        var vpc = scene.Aws.Subnets(AwsScene.Region)[0].VpcId;
        var id = scene.Aws.AddSecurityGroup(vpc, "runners");

        var byFilter = (await scene.Ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { Filters = [new Filter("group-name", ["runners"]), new Filter("vpc-id", [vpc])] })).SecurityGroups;
        var byName = (await scene.Ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { GroupNames = ["default"] })).SecurityGroups;

        byFilter.Should().ContainSingle().Which.GroupId.Should().Be(id);
        byName.Should().ContainSingle().Which.GroupId.Should().Be(scene.Aws.DefaultSecurityGroup(vpc));
        (await Refusals.CodeAsync(() => scene.Ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { GroupIds = ["sg-0123456789abcdef0"] }))).Should().Be("InvalidGroup.NotFound");
    }

    [Fact]
    public async Task DescribeImages_GpuImage_HasItsDisks()
    {
        await using var scene = await AwsScene.StartAsync();
        var id = scene.Aws.Parameter(AwsScene.Region, AwsScene.Gpu)!;

        var image = (await scene.Ec2.DescribeImagesAsync(new DescribeImagesRequest { ImageIds = [id] })).Images.Should().ContainSingle().Which;

        image.RootDeviceName.Should().Be("/dev/sda1");
        image.Architecture.Should().Be(ArchitectureValues.X86_64);
        image.State.Should().Be(ImageState.Available);
        image.BlockDeviceMappings.Select(mapping => (mapping.DeviceName, mapping.Ebs?.VolumeSize, mapping.VirtualName ?? "")).Should().Equal(
            ("/dev/sda1", 45, ""), ("/dev/sdf", 10, ""), ("/dev/sdb", null, "ephemeral0"));
        (await Refusals.CodeAsync(() => scene.Ec2.DescribeImagesAsync(new DescribeImagesRequest { ImageIds = ["ami-0123456789abcdef0"] }))).Should().Be("InvalidAMIID.NotFound");
    }

    [Fact]
    public async Task DescribeImages_Deprecated_AreShownToThoseWhoAsk()
    {
        await using var scene = await AwsScene.StartAsync();
        var image = scene.Aws.Images(AwsScene.Region)[0];
        scene.Aws.SetImage(AwsScene.Region, image with { IsDeprecated = true });
        List<Filter> filters = [new Filter("image-id", [image.ImageId])];

        ((await scene.Ec2.DescribeImagesAsync(new DescribeImagesRequest { Filters = filters })).Images ?? []).Should().BeEmpty();
        (await scene.Ec2.DescribeImagesAsync(new DescribeImagesRequest { Filters = filters, IncludeDeprecated = true })).Images.Should().ContainSingle();
        (await scene.Ec2.DescribeImagesAsync(new DescribeImagesRequest { ImageIds = [image.ImageId] })).Images.Should().ContainSingle();
    }

    [Fact]
    public async Task DescribeImages_OwnerAndName_ChooseByArchitecture()
    {
        await using var scene = await AwsScene.StartAsync();

        var images = (await scene.Ec2.DescribeImagesAsync(new DescribeImagesRequest
        {
            Owners = ["099720109477"],
            Filters = [new Filter("name", ["ubuntu/images/*24.04*"]), new Filter("architecture", ["arm64"])],
        })).Images;

        images.Should().ContainSingle().Which.ImageId.Should().Be(scene.Aws.Parameter(AwsScene.Region, AwsScene.UbuntuArm));
        ((await scene.Ec2.DescribeImagesAsync(new DescribeImagesRequest { Owners = ["self"] })).Images ?? []).Should().BeEmpty();
    }

    [Fact]
    public async Task DescribeInstanceTypes_Named_HaveTheirHardware()
    {
        await using var scene = await AwsScene.StartAsync();

        var types = (await scene.Ec2.DescribeInstanceTypesAsync(new DescribeInstanceTypesRequest { InstanceTypes = ["g4dn.12xlarge", "c7g.large"] })).InstanceTypes;

        var arm = types.Single(type => type.InstanceType == InstanceType.C7gLarge);
        arm.ProcessorInfo.SupportedArchitectures.Should().Equal("arm64");
        arm.VCpuInfo.DefaultVCpus.Should().Be(2);
        arm.MemoryInfo.SizeInMiB.Should().Be(4096);
        arm.GpuInfo.Should().BeNull();
        arm.SupportedUsageClasses.Should().Equal("on-demand", "spot");
        var gpu = types.Single(type => type.InstanceType == InstanceType.G4dn12xlarge);
        gpu.GpuInfo.Gpus.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = "T4", Manufacturer = "NVIDIA", Count = 4 });
        gpu.GpuInfo.TotalGpuMemoryInMiB.Should().Be(65536);
        gpu.InstanceStorageInfo.TotalSizeInGB.Should().Be(900);
        (await Refusals.CodeAsync(() => scene.Ec2.DescribeInstanceTypesAsync(new DescribeInstanceTypesRequest { InstanceTypes = ["m99.huge"] }))).Should().Be("InvalidInstanceType");
    }

    [Fact]
    public async Task DescribeInstanceTypeOfferings_ByZone_LeaveOutTheOthers()
    {
        await using var scene = await AwsScene.StartAsync(new AwsOptions { PageSize = 1 });

        List<string> locations = [];
        var request = new DescribeInstanceTypeOfferingsRequest { LocationType = LocationType.AvailabilityZone, Filters = [new Filter("instance-type", ["g6.xlarge"])] };
        await foreach (var offering in scene.Ec2.Paginators.DescribeInstanceTypeOfferings(request).InstanceTypeOfferings)
            locations.Add(offering.Location);

        locations.Should().Equal("us-east-1a", "us-east-1b");
        var inRegion = await scene.Ec2.DescribeInstanceTypeOfferingsAsync(new DescribeInstanceTypeOfferingsRequest { Filters = [new Filter("instance-type", ["g6.xlarge"])] });
        inRegion.InstanceTypeOfferings.Should().ContainSingle().Which.Location.Should().Be("us-east-1");
    }

    [Fact]
    public async Task DescribeSpotPriceHistory_OneType_HasAPriceAZone()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.SetSpotPrice("us-east-1c", "m7i.large", 0.0123m);

        var prices = (await scene.Ec2.DescribeSpotPriceHistoryAsync(new DescribeSpotPriceHistoryRequest
        {
            InstanceTypes = ["m7i.large"],
            ProductDescriptions = ["Linux/UNIX"],
            StartTime = scene.Clock.GetUtcNow().UtcDateTime,
        })).SpotPriceHistory;

        prices.Select(price => (price.AvailabilityZone, price.Price)).Should().Equal(("us-east-1a", "0.030240"), ("us-east-1b", "0.032256"), ("us-east-1c", "0.012300"));
        prices.Should().OnlyContain(price => price.InstanceType == InstanceType.M7iLarge);
    }
}
