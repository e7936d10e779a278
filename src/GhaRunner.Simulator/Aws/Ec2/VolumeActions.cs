using System.Xml.Linq;
using GhaRunner.Simulator.Aws.Instances;
using GhaRunner.Simulator.Aws.Wire;
using static GhaRunner.Simulator.Aws.Ec2.Ec2Xml;

namespace GhaRunner.Simulator.Aws.Ec2;

/// <summary>The actions on volumes.</summary>
internal static class VolumeActions
{
    private static readonly FilterSet<Volume> s_filters = new(
        new Dictionary<string, Func<Volume, IEnumerable<string?>>>(StringComparer.Ordinal)
        {
            ["volume-id"] = volume => [volume.Id],
            ["status"] = volume => [volume.State],
            ["attachment.instance-id"] = volume => [volume.InstanceId],
            ["availability-zone"] = volume => [volume.Zone],
            ["volume-type"] = volume => [volume.Type],
        },
        volume => volume.Tags);

    public static IEnumerable<XElement?> Describe(Ec2Call call)
    {
        var ids = call.Form.List("VolumeId");
        var (found, nextToken) = call.Page(s_filters.Apply(call.Form, ids.Count == 0 ? call.Region.Volumes : ids.ConvertAll(id => Require(call, id))));
        return [Set("volumeSet", found, Render), nextToken];
    }

    public static IEnumerable<XElement?> Delete(Ec2Call call)
    {
        var volume = Require(call, call.Form.Required("VolumeId"));
        if (volume.InstanceId is { } instance)
            throw new AwsError("VolumeInUse", $"Volume {volume.Id} is currently attached to {instance}");
        call.Region.Volumes.Remove(volume);
        return [Element("return", true)];
    }

    private static Volume Require(Ec2Call call, string id) =>
        call.Region.Volumes.Find(volume => volume.Id == id) ?? throw new AwsError("InvalidVolume.NotFound", $"The volume '{id}' does not exist.");

    private static object Render(Volume volume) => new[]
    {
        Element("volumeId", volume.Id),
        Element("size", volume.SizeGiB),
        Element("snapshotId", volume.SnapshotId ?? ""),
        Element("availabilityZone", volume.Zone),
        Element("status", volume.State),
        Element("createTime", Moment(volume.CreatedAt)),
        Set("attachmentSet", volume.InstanceId is { } instance ? [instance] : Array.Empty<string>(), attached => new[]
        {
            Element("volumeId", volume.Id),
            Element("instanceId", attached),
            Element("device", volume.DeviceName),
            Element("status", "attached"),
            Element("attachTime", Moment(volume.CreatedAt)),
            Element("deleteOnTermination", volume.DeleteOnTermination),
        }),
        Tags(volume.Tags),
        Element("volumeType", volume.Type),
        Optional("iops", volume.Iops),
        Optional("throughput", volume.Throughput),
        Element("encrypted", volume.Encrypted),
    };
}
