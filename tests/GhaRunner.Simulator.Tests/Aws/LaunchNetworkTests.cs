using Amazon.EC2.Model;
using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Aws.Places;
using GhaRunner.Simulator.Tests.Aws.Support;

namespace GhaRunner.Simulator.Tests.Aws;

public sealed class LaunchNetworkTests
{
    [Theory]
    [InlineData(true, null, true)]
    [InlineData(false, null, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, false)]
    public async Task RunInstances_PublicAddress_IsAsAskedOrAsTheSubnetSays(bool mapped, bool? asked, bool expected)
    {
        await using var scene = await AwsScene.StartAsync();
        var subnet = scene.Aws.AddSubnet(scene.Aws.AddVpc(AwsScene.Region), "us-east-1b", mapped);
        var request = scene.Request();
        request.NetworkInterfaces = [new InstanceNetworkInterfaceSpecification { DeviceIndex = 0, SubnetId = subnet.SubnetId, AssociatePublicIpAddress = asked }];

        var launched = await scene.LaunchAsync(request);

        (launched.PublicIpAddress is not null).Should().Be(expected);
        (scene.Aws.Instances[0].PublicIp is not null).Should().Be(expected);
        launched.SubnetId.Should().Be(subnet.SubnetId);
        launched.VpcId.Should().Be(subnet.VpcId);
        launched.SecurityGroups.Should().ContainSingle().Which.GroupId.Should().Be(scene.Aws.DefaultSecurityGroup(subnet.VpcId));
    }

    [Fact]
    public async Task RunInstances_SubnetAndGroupsAtTopLevel_AreUsed()
    {
        await using var scene = await AwsScene.StartAsync();
        var subnet = scene.Aws.Subnets(AwsScene.Region)[2];
        var group = scene.Aws.AddSecurityGroup(subnet.VpcId, "runners");
        var request = scene.Request();
        (request.SubnetId, request.SecurityGroupIds) = (subnet.SubnetId, [group]);

        var launched = await scene.LaunchAsync(request);

        launched.Placement.AvailabilityZone.Should().Be("us-east-1c");
        launched.NetworkInterfaces.Should().ContainSingle().Which.Groups.Should().ContainSingle().Which.GroupName.Should().Be("runners");
        scene.Aws.Instances[0].SecurityGroupIds.Should().Equal(group);
    }

    [Fact]
    public async Task RunInstances_InterfaceThatOutlivesItsInstance_StaysAvailable()
    {
        await using var scene = await AwsScene.StartAsync();
        var request = scene.Request();
        request.NetworkInterfaces =
        [
            new InstanceNetworkInterfaceSpecification { DeviceIndex = 0 },
            new InstanceNetworkInterfaceSpecification { DeviceIndex = 1, DeleteOnTermination = false },
        ];
        var launched = await scene.LaunchAsync(request);
        var inUse = scene.Aws.NetworkInterfaces[1].NetworkInterfaceId;
        (await Refusals.CodeAsync(() => scene.Ec2.DeleteNetworkInterfaceAsync(new DeleteNetworkInterfaceRequest { NetworkInterfaceId = inUse }))).Should().Be("InvalidParameterValue");

        await scene.TerminateAsync(launched.InstanceId);

        var left = (await scene.Ec2.DescribeNetworkInterfacesAsync(new DescribeNetworkInterfacesRequest())).NetworkInterfaces.Should().ContainSingle().Which;
        left.NetworkInterfaceId.Should().Be(inUse);
        left.Status.Value.Should().Be("available");
        left.Attachment.Should().BeNull();
        await scene.Ec2.DeleteNetworkInterfaceAsync(new DeleteNetworkInterfaceRequest { NetworkInterfaceId = inUse });
        scene.Aws.NetworkInterfaces.Should().BeEmpty();
        (await Refusals.CodeAsync(() => scene.Ec2.DeleteNetworkInterfaceAsync(new DeleteNetworkInterfaceRequest { NetworkInterfaceId = inUse }))).Should().Be("InvalidNetworkInterfaceID.NotFound");
    }

    [Fact]
    public async Task RunInstances_InterfacesBesideTopLevelSubnetOrGroup_AreRefused()
    {
        await using var scene = await AwsScene.StartAsync();
        var subnet = scene.Aws.Subnets(AwsScene.Region)[0];
        var withSubnet = scene.Request();
        withSubnet.NetworkInterfaces = [new InstanceNetworkInterfaceSpecification { DeviceIndex = 0 }];
        withSubnet.SubnetId = subnet.SubnetId;
        var withGroup = scene.Request();
        withGroup.NetworkInterfaces = [new InstanceNetworkInterfaceSpecification { DeviceIndex = 0 }];
        withGroup.SecurityGroupIds = [scene.Aws.DefaultSecurityGroup(subnet.VpcId)];

        var (code, _, message) = await Refusals.RefusalAsync(() => scene.LaunchAsync(withSubnet));

        (code, message).Should().Be(("InvalidParameterCombination", "Network interfaces and an instance-level subnet ID may not be specified on the same request"));
        (await Refusals.CodeAsync(() => scene.LaunchAsync(withGroup))).Should().Be("InvalidParameterCombination");
    }

    [Fact]
    public async Task RunInstances_GroupOfAnotherNetwork_IsRefused()
    {
        await using var scene = await AwsScene.StartAsync();
        var request = scene.Request();
        request.SubnetId = scene.Aws.Subnets(AwsScene.Region)[0].SubnetId;
        request.SecurityGroupIds = [scene.Aws.DefaultSecurityGroup(scene.Aws.AddVpc(AwsScene.Region))];

        (await Refusals.CodeAsync(() => scene.LaunchAsync(request))).Should().Be("InvalidParameter");
    }

    [Fact]
    public async Task RunInstances_SubnetWithoutFreeAddresses_IsRefused()
    {
        await using var scene = await AwsScene.StartAsync();
        var subnet = scene.Aws.AddSubnet(scene.Aws.AddVpc(AwsScene.Region), "us-east-1b", availableAddresses: 1);
        var request = scene.Request();
        request.SubnetId = subnet.SubnetId;
        var first = await scene.LaunchAsync(request);

        request.ClientToken = "second";
        (await Refusals.CodeAsync(() => scene.LaunchAsync(request))).Should().Be("InsufficientFreeAddressesInSubnet");

        await scene.TerminateAsync(first.InstanceId);
        (await scene.LaunchAsync(request)).SubnetId.Should().Be(subnet.SubnetId);
    }

    [Fact]
    public async Task RunInstances_NoDefaultVpc_NeedsASubnet()
    {
        await using var scene = await AwsScene.StartAsync(new AwsOptions { Regions = [new AwsRegion(AwsScene.Region, "ab") { HasDefaultVpc = false }] });

        (await Refusals.CodeAsync(() => scene.LaunchAsync())).Should().Be("VPCIdNotSpecified");

        var request = scene.Request();
        request.SubnetId = scene.Aws.AddSubnet(scene.Aws.AddVpc(AwsScene.Region), "us-east-1b").SubnetId;
        (await scene.LaunchAsync(request)).Placement.AvailabilityZone.Should().Be("us-east-1b");
    }
}
