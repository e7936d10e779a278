using System.Xml.Linq;
using GhaRunner.Simulator.Aws.Instances;
using GhaRunner.Simulator.Aws.Wire;
using static GhaRunner.Simulator.Aws.Ec2.Ec2Xml;

namespace GhaRunner.Simulator.Aws.Ec2;

/// <summary>The actions on network interfaces.</summary>
internal static class NetworkInterfaceActions
{
    private static readonly FilterSet<NetworkInterface> s_filters = new(
        new Dictionary<string, Func<NetworkInterface, IEnumerable<string?>>>(StringComparer.Ordinal)
        {
            ["network-interface-id"] = one => [one.Id],
            ["status"] = one => [one.State],
            ["attachment.instance-id"] = one => [one.InstanceId],
            ["availability-zone"] = one => [one.Zone],
            ["subnet-id"] = one => [one.SubnetId],
            ["vpc-id"] = one => [one.VpcId],
            ["group-id"] = one => one.SecurityGroups.Select(group => group.GroupId),
        },
        one => one.Tags);

    public static IEnumerable<XElement?> Describe(Ec2Call call)
    {
        var ids = call.Form.List("NetworkInterfaceId");
        var (found, nextToken) = call.Page(s_filters.Apply(call.Form, ids.Count == 0 ? call.Region.NetworkInterfaces : ids.ConvertAll(id => Require(call, id))));
        return [Set("networkInterfaceSet", found, one => Render(call, one).Append(Tags(one.Tags))), nextToken];
    }

    public static IEnumerable<XElement?> Delete(Ec2Call call)
    {
        var found = Require(call, call.Form.Required("NetworkInterfaceId"));
        if (found.InstanceId is not null)
            throw new AwsError("InvalidParameterValue", $"Network interface '{found.Id}' is currently in use.");
        call.Region.NetworkInterfaces.Remove(found);
        return [Element("return", true)];
    }

    /// <summary>What an instance shows of it.</summary>
    public static IEnumerable<XElement?> Render(Ec2Call call, NetworkInterface one) =>
    [
        Element("networkInterfaceId", one.Id),
        Element("subnetId", one.SubnetId),
        Element("vpcId", one.VpcId),
        Element("availabilityZone", one.Zone),
        Element("ownerId", call.AccountId),
        Element("status", one.State),
        Element("privateIpAddress", one.PrivateIp),
        Set("groupSet", one.SecurityGroups, InstanceXml.Group),
        one.InstanceId is null ? null : Element(
            "attachment",
            Element("attachmentId", "eni-attach" + one.Id["eni".Length..]),
            Element("instanceId", one.InstanceId),
            Element("deviceIndex", one.DeviceIndex),
            Element("status", "attached"),
            Element("deleteOnTermination", one.DeleteOnTermination)),
        one.PublicIp is null ? null : Element("association", Element("publicIp", one.PublicIp), Element("ipOwnerId", "amazon")),
    ];

    private static NetworkInterface Require(Ec2Call call, string id) => call.Region.NetworkInterfaces.Find(one => one.Id == id)
        ?? throw new AwsError("InvalidNetworkInterfaceID.NotFound", $"The networkInterface ID '{id}' does not exist");
}
