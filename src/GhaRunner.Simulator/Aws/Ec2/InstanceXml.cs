using System.Xml.Linq;
using GhaRunner.Simulator.Aws.Instances;
using GhaRunner.Simulator.Aws.Places;
using static GhaRunner.Simulator.Aws.Ec2.Ec2Xml;

namespace GhaRunner.Simulator.Aws.Ec2;

/// <summary>Instances as EC2 shows them.</summary>
internal static class InstanceXml
{
    /// <summary>The parts of a reservation; its instances are of one launch.</summary>
    public static IEnumerable<XElement?> Reservation(Ec2Call call, IReadOnlyList<Instance> instances) =>
    [
        Element("reservationId", instances[0].ReservationId),
        Element("ownerId", call.AccountId),
        Element("groupSet"),
        Set("instancesSet", instances, instance => Instance(call, instance)),
    ];

    public static XElement State(string name, InstanceState state) => Element(name, Element("code", (int)state), Element("name", state.Text()));

    public static IEnumerable<XElement?> Status(Instance instance)
    {
        var health = instance.State == InstanceState.Running ? "ok" : "not-applicable";
        return
        [
            Element("instanceId", instance.Id),
            Element("availabilityZone", instance.Zone),
            State("instanceState", instance.State),
            Element("instanceStatus", Element("status", health)),
            Element("systemStatus", Element("status", health)),
        ];
    }

    private static IEnumerable<XElement?> Instance(Ec2Call call, Instance instance)
    {
        // What is terminated has lost its place in the network and its disks.
        var gone = instance.State == InstanceState.Terminated;
        return
        [
            Element("instanceId", instance.Id),
            Element("imageId", instance.ImageId),
            State("instanceState", instance.State),
            Element("privateDnsName", gone ? "" : $"ip-{instance.PrivateIp.Replace('.', '-')}.{instance.Region.Name}.compute.internal"),
            Element("dnsName"),
            Element("reason", instance.Reason),
            Optional("keyName", instance.KeyName),
            Element("amiLaunchIndex", instance.LaunchIndex),
            Element("productCodes"),
            Element("instanceType", instance.Type.Name),
            Element("launchTime", Moment(instance.LaunchTime)),
            Element("placement", Element("availabilityZone", instance.Zone), Element("groupName"), Element("tenancy", instance.Tenancy)),
            Element("monitoring", Element("state", "disabled")),
            gone ? null : Element("subnetId", instance.Subnet.SubnetId),
            gone ? null : Element("vpcId", instance.Subnet.VpcId),
            gone ? null : Element("privateIpAddress", instance.PrivateIp),
            Optional("ipAddress", instance.PublicIp),
            Element("sourceDestCheck", true),
            Set("groupSet", gone ? [] : instance.SecurityGroups, Group),
            instance.StateReasonCode is null ? null : Element("stateReason", Element("code", instance.StateReasonCode), Element("message", instance.StateReasonMessage)),
            Element("architecture", instance.Type.Architecture),
            Element("rootDeviceType", "ebs"),
            Element("rootDeviceName", instance.RootDeviceName),
            Set("blockDeviceMapping", call.Region.Volumes.Where(volume => volume.InstanceId == instance.Id), Device),
            Element("virtualizationType", "hvm"),
            instance.Market == AwsMarket.Spot ? Element("instanceLifecycle", "spot") : null,
            Optional("spotInstanceRequestId", instance.SpotRequest?.Id),
            Element("clientToken", instance.ClientToken ?? ""),
            Tags(instance.Tags),
            Element("hypervisor", instance.Type.Nitro ? "nitro" : "xen"),
            Set("networkInterfaceSet", call.Region.NetworkInterfaces.Where(one => one.InstanceId == instance.Id), one => NetworkInterfaceActions.Render(call, one)),
            instance.ProfileArn is null ? null : Element("iamInstanceProfile", Element("arn", instance.ProfileArn), Element("id", "AIPA" + instance.Id[2..].ToUpperInvariant())),
            Element("ebsOptimized", instance.EbsOptimized),
            Element("metadataOptions", Metadata(instance)),
        ];
    }

    public static object Group(SecurityGroup group) => new[] { Element("groupId", group.GroupId), Element("groupName", group.Name) };

    private static object Device(Volume volume) => new[]
    {
        Element("deviceName", volume.DeviceName),
        Element(
            "ebs",
            Element("volumeId", volume.Id),
            Element("status", "attached"),
            Element("attachTime", Moment(volume.CreatedAt)),
            Element("deleteOnTermination", volume.DeleteOnTermination)),
    };

    private static object[] Metadata(Instance instance)
    {
        // The defaults of images that support version 2 alone, as all here do.
        return
        [
            Element("state", "applied"),
            Element("httpTokens", Value("HttpTokens", "required")),
            Element("httpPutResponseHopLimit", Value("HttpPutResponseHopLimit", "2")),
            Element("httpEndpoint", Value("HttpEndpoint", "enabled")),
            Element("httpProtocolIpv6", Value("HttpProtocolIpv6", "disabled")),
            Element("instanceMetadataTags", Value("InstanceMetadataTags", "disabled")),
        ];

        string Value(string name, string otherwise) => instance.MetadataOptions.GetValueOrDefault(name, otherwise);
    }
}
