using System.Xml.Linq;
using GhaRunner.Simulator.Aws.Images;
using GhaRunner.Simulator.Aws.Places;
using GhaRunner.Simulator.Aws.Wire;
using static GhaRunner.Simulator.Aws.Ec2.Ec2Xml;

namespace GhaRunner.Simulator.Aws.Ec2;

/// <summary>The actions on images.</summary>
internal static class ImageActions
{
    private static readonly FilterSet<AwsImage> s_filters = new(
        new Dictionary<string, Func<AwsImage, IEnumerable<string?>>>(StringComparer.Ordinal)
        {
            ["architecture"] = image => [image.Architecture],
            ["image-id"] = image => [image.ImageId],
            ["name"] = image => [image.Name],
            ["owner-alias"] = image => [image.OwnerAlias],
            ["owner-id"] = image => [image.OwnerId],
            ["root-device-name"] = image => [image.RootDeviceName],
            ["root-device-type"] = _ => ["ebs"],
            ["state"] = image => [image.State],
            ["virtualization-type"] = _ => ["hvm"],
        });

    public static IEnumerable<XElement?> Describe(Ec2Call call)
    {
        var ids = call.Form.List("ImageId");
        var owners = call.Form.List("Owner");
        var all = call.Form.Flag("IncludeDeprecated") == true;
        var images = ids.Count > 0 ? ids.ConvertAll(id => Require(call, id)) : call.Region.Images.FindAll(image => all || !image.IsDeprecated || image.OwnerId == call.AccountId);
        var owned = images.Where(image => owners.Count == 0 || owners.Contains(image.OwnerId) || owners.Contains(image.OwnerAlias ?? "")
            || (owners.Contains("self") && image.OwnerId == call.AccountId));
        var (found, nextToken) = call.Page(s_filters.Apply(call.Form, owned));
        return [Set("imagesSet", found, Render), nextToken];
    }

    /// <exception cref="AwsError">It is malformed or does not exist.</exception>
    public static AwsImage Require(Ec2Call call, string id)
    {
        ResourceIds.Demand("ami", id, "InvalidAMIID.Malformed");
        return call.Region.Images.Find(image => image.ImageId == id) ?? throw new AwsError("InvalidAMIID.NotFound", $"The image id '[{id}]' does not exist");
    }

    private static object Render(AwsImage image) => new[]
    {
        Element("imageId", image.ImageId),
        Element("imageLocation", $"{image.OwnerAlias ?? image.OwnerId}/{image.Name}"),
        Element("imageState", image.State),
        Element("imageOwnerId", image.OwnerId),
        Element("isPublic", true),
        Element("architecture", image.Architecture),
        Element("imageType", "machine"),
        Element("creationDate", "2026-11-01T00:00:00.000Z"),
        Optional("imageOwnerAlias", image.OwnerAlias),
        Element("name", image.Name),
        Element("rootDeviceType", "ebs"),
        Element("rootDeviceName", image.RootDeviceName),
        Set("blockDeviceMapping", image.Devices, Device),
        Element("virtualizationType", "hvm"),
        Element("hypervisor", "xen"),
        Element("enaSupport", true),
        Element("imdsSupport", "v2.0"),
        Element("platformDetails", "Linux/UNIX"),
    };

    private static object Device(AwsImageDevice device) => new[]
    {
        Element("deviceName", device.DeviceName),
        Optional("virtualName", device.VirtualName),
        device.VirtualName is not null ? null : Element(
            "ebs",
            Element("deleteOnTermination", device.DeleteOnTermination),
            Element("snapshotId", device.SnapshotId),
            Element("volumeSize", device.SizeGiB),
            Element("volumeType", device.VolumeType),
            Element("encrypted", device.Encrypted)),
    };
}
