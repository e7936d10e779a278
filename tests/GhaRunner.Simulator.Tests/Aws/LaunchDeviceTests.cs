using Amazon.EC2;
using Amazon.EC2.Model;
using GhaRunner.Simulator.Aws.Images;
using GhaRunner.Simulator.Tests.Aws.Support;

namespace GhaRunner.Simulator.Tests.Aws;

public sealed class LaunchDeviceTests
{
    [Fact]
    public async Task RunInstances_NoMappings_TakesTheDisksOfTheImage()
    {
        await using var scene = await AwsScene.StartAsync();

        await scene.LaunchAsync(scene.Request("g4dn.xlarge", AwsScene.Gpu));

        scene.Aws.Volumes.Select(volume => (volume.DeviceName, volume.SizeGiB, volume.Type, volume.Encrypted, volume.DeleteOnTermination)).Should().Equal(
            ("/dev/sda1", 45, "gp3", false, true), ("/dev/sdf", 10, "gp3", false, true));
    }

    [Fact]
    public async Task RunInstances_Mappings_AreMergedWithThoseOfTheImage()
    {
        await using var scene = await AwsScene.StartAsync();
        var request = scene.Request("g4dn.xlarge", AwsScene.Gpu);
        request.BlockDeviceMappings =
        [
            new BlockDeviceMapping { DeviceName = "/dev/sda1", Ebs = new EbsBlockDevice { VolumeSize = 100, Encrypted = true, Iops = 4000, Throughput = 250 } },
            new BlockDeviceMapping { DeviceName = "/dev/sdf", NoDevice = "true" },
            new BlockDeviceMapping { DeviceName = "/dev/sdg", Ebs = new EbsBlockDevice { VolumeSize = 20, VolumeType = VolumeType.Gp2, DeleteOnTermination = false } },
        ];

        var launched = await scene.LaunchAsync(request);

        launched.RootDeviceName.Should().Be("/dev/sda1");
        launched.BlockDeviceMappings.Select(mapping => mapping.DeviceName).Should().Equal("/dev/sda1", "/dev/sdg");
        scene.Aws.Volumes[0].Should().BeEquivalentTo(new { SizeGiB = 100, Type = "gp3", Encrypted = true, DeleteOnTermination = true, Iops = 4000, Throughput = 250 });
        scene.Aws.Volumes[1].Should().BeEquivalentTo(new { SizeGiB = 20, Type = "gp2", Encrypted = false, DeleteOnTermination = false, State = "in-use" });
    }

    [Fact]
    public async Task TerminateInstances_DiskThatOutlivesIt_StaysAvailable()
    {
        await using var scene = await AwsScene.StartAsync();
        var request = scene.Request();
        request.BlockDeviceMappings = [new BlockDeviceMapping { DeviceName = "/dev/sda1", Ebs = new EbsBlockDevice { DeleteOnTermination = false } }];
        var launched = await scene.LaunchAsync(request);
        var id = scene.Aws.Volumes[0].VolumeId;
        (await Refusals.CodeAsync(() => scene.Ec2.DeleteVolumeAsync(new DeleteVolumeRequest(id)))).Should().Be("VolumeInUse");

        await scene.TerminateAsync(launched.InstanceId);

        var left = (await scene.Ec2.DescribeVolumesAsync(new DescribeVolumesRequest([id]))).Volumes.Should().ContainSingle().Which;
        left.State.Should().Be(VolumeState.Available);
        left.Size.Should().Be(8);
        await scene.Ec2.DeleteVolumeAsync(new DeleteVolumeRequest(id));
        scene.Aws.Volumes.Should().BeEmpty();
        (await Refusals.CodeAsync(() => scene.Ec2.DescribeVolumesAsync(new DescribeVolumesRequest([id])))).Should().Be("InvalidVolume.NotFound");
    }

    [Fact]
    public async Task RunInstances_ImageWhoseDiskOutlivesIt_LeavesIt()
    {
        await using var scene = await AwsScene.StartAsync();
        var image = new AwsImage { ImageId = "ami-00000000", Name = "mine", Devices = [new AwsImageDevice("/dev/sda1", 8) { DeleteOnTermination = false }] };
        scene.Aws.SetImage(AwsScene.Region, image);
        var request = scene.Request();
        request.ImageId = image.ImageId;

        await scene.TerminateAsync((await scene.LaunchAsync(request)).InstanceId);

        scene.Aws.Volumes.Should().ContainSingle().Which.State.Should().Be("available");
    }

    [Theory]
    [InlineData("/dev/sda1", 7, null, "InvalidBlockDeviceMapping", "*is smaller than snapshot 'snap-*', expect size >= 8GB")]
    [InlineData("/dev/sdg", null, null, "MissingParameter", "*size or snapshotId")]
    [InlineData("/dev/sda1", 20000, null, "InvalidParameterValue", "*16384GiB")]
    [InlineData("/dev/sda1", 8, "fast", "InvalidParameterValue", "Unknown volume type: fast")]
    public async Task RunInstances_ImpossibleDisk_IsRefused(string device, int? size, string? type, string code, string message)
    {
        await using var scene = await AwsScene.StartAsync();
        var request = scene.Request();
        request.BlockDeviceMappings = [new BlockDeviceMapping { DeviceName = device, Ebs = new EbsBlockDevice { VolumeSize = size, VolumeType = type, Encrypted = true } }];

        var refusal = await Refusals.RefusalAsync(() => scene.LaunchAsync(request));

        refusal.Code.Should().Be(code);
        refusal.Message.Should().Match(message);
        scene.Aws.Volumes.Should().BeEmpty();
    }
}
