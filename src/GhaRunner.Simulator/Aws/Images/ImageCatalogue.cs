using GhaRunner.Simulator.Aws.Places;

namespace GhaRunner.Simulator.Aws.Images;

/// <summary>The images that every region offers, and the public parameters that point at them.</summary>
internal static class ImageCatalogue
{
    private const string Amazon = "137112412989";
    private const string DeepLearning = "898082745236";

    public static IEnumerable<(AwsImage Image, string[] Parameters)> Create()
    {
        foreach (var version in new[] { "24.04", "22.04" })
        {
            yield return Ubuntu(version, "amd64", "x86_64");
            yield return Ubuntu(version, "arm64", "arm64");
        }

        foreach (var architecture in new[] { "x86_64", "arm64" })
            yield return AmazonLinux(architecture);
        foreach (var version in new[] { "22.04", "24.04" })
        {
            yield return Gpu(version, "x86_64");
            yield return Gpu(version, "arm64");
        }
    }

    private static (AwsImage Image, string[] Parameters) Ubuntu(string version, string name, string architecture)
    {
        var root = $"/aws/service/canonical/ubuntu/server/{version}/stable/current/{name}/hvm";
        var image = new AwsImage
        {
            ImageId = ResourceIds.New("ami"),
            Name = $"ubuntu/images/hvm-ssd-gp3/ubuntu-{version}-{name}-server-20261101",
            Architecture = architecture,
            Devices = [Disk("/dev/sda1", 8), new AwsImageDevice("/dev/sdb", 0) { VirtualName = "ephemeral0" }],
        };
        return (image, [root + "/ebs-gp3/ami-id", root + "/ebs-gp2/ami-id"]);
    }

    private static (AwsImage Image, string[] Parameters) AmazonLinux(string architecture)
    {
        var image = new AwsImage
        {
            ImageId = ResourceIds.New("ami"),
            Name = $"al2023-ami-2023.9.20261101.0-kernel-6.1-{architecture}",
            Architecture = architecture,
            RootDeviceName = "/dev/xvda",
            OwnerId = Amazon,
            Devices = [Disk("/dev/xvda", 8)],
        };
        return (image, [$"/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{architecture}"]);
    }

    private static (AwsImage Image, string[] Parameters) Gpu(string version, string architecture)
    {
        var image = new AwsImage
        {
            ImageId = ResourceIds.New("ami"),
            Name = $"Deep Learning {(architecture == "arm64" ? "ARM64 " : "")}Base OSS Nvidia Driver GPU AMI (Ubuntu {version}) 20261101",
            Architecture = architecture,
            OwnerId = DeepLearning,
            Devices = [Disk("/dev/sda1", 45), Disk("/dev/sdf", 10), new AwsImageDevice("/dev/sdb", 0) { VirtualName = "ephemeral0" }],
        };
        return (image, [$"/aws/service/deeplearning/ami/{architecture}/base-oss-nvidia-driver-gpu-ubuntu-{version}/latest/ami-id"]);
    }

    private static AwsImageDevice Disk(string name, int size) => new(name, size) { SnapshotId = ResourceIds.New("snap") };
}
