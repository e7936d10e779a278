using GhaRunner.Simulator.Aws.Places;
using GhaRunner.Simulator.Aws.Wire;

namespace GhaRunner.Simulator.Aws.Ec2.Launching;

/// <summary>Where instances are to go.</summary>
/// <param name="Subnets">The subnets that will do, one of them when the launch names its zone.</param>
/// <param name="NamesZone">Whether the launch names a zone or a subnet.</param>
/// <param name="Interfaces">The interfaces of each instance, at least one.</param>
internal sealed record PlannedNetwork(IReadOnlyList<AwsSubnet> Subnets, bool NamesZone, IReadOnlyList<PlannedInterface> Interfaces)
{
    /// <exception cref="AwsError">Something does not exist, or does not go together.</exception>
    public static PlannedNetwork Read(Ec2Call call)
    {
        var form = call.Form;
        var interfaces = form.Structures("NetworkInterface").ToList();
        var topLevelGroups = form.Has("SecurityGroupId") || form.Has("SecurityGroup");
        if (interfaces.Count > 0 && (form.Has("SubnetId") || topLevelGroups))
        {
            throw new AwsError("InvalidParameterCombination", topLevelGroups
                ? "Network interfaces and an instance-level security groups may not be specified on the same request"
                : "Network interfaces and an instance-level subnet ID may not be specified on the same request");
        }

        var zone = form.Text("Placement.AvailabilityZone");
        if (zone is not null && !call.Region.Region.Zones.Contains(zone))
            throw new AwsError("InvalidParameterValue", $"Invalid availability zone: [{zone}]");
        var subnetId = interfaces.Count > 0 ? interfaces[0].Text("SubnetId") : form.Text("SubnetId");
        var subnets = subnetId is not null ? [NetworkActions.RequireSubnet(call, subnetId)] : DefaultSubnets(call, zone);
        if (zone is not null && subnets[0].Zone != zone)
            throw new AwsError("InvalidParameterValue", $"The specified subnet {subnets[0].SubnetId} is in the Availability Zone {subnets[0].Zone}, not in {zone}.");
        var planned = interfaces.Count > 0 ? interfaces.ConvertAll(one => Interface(call, one)) : [new PlannedInterface(0, null, Groups(call, form), true)];
        if (planned.TrueForAll(one => one.DeviceIndex != 0))
            throw new AwsError("InvalidParameterValue", "A primary network interface with the device index 0 is required.");
        DemandOneNetwork(subnets[0], planned);
        return new PlannedNetwork(subnets, zone is not null || subnetId is not null, planned);
    }

    private static List<AwsSubnet> DefaultSubnets(Ec2Call call, string? zone)
    {
        if (call.Region.DefaultVpc is not { } vpc)
            throw new AwsError("VPCIdNotSpecified", "No default VPC for this user");
        var subnets = call.Region.Subnets.FindAll(subnet => subnet.VpcId == vpc.VpcId && subnet.DefaultForAz && (zone ?? subnet.Zone) == subnet.Zone);
        return subnets.Count > 0 ? subnets : throw new AwsError("MissingInput", $"No subnets found for the default VPC '{vpc.VpcId}'. Please specify a subnet.");
    }

    private static PlannedInterface Interface(Ec2Call call, QueryForm form) => new(
        form.Number("DeviceIndex") ?? throw new AwsError("MissingParameter", "The request must contain the parameter DeviceIndex"),
        form.Flag("AssociatePublicIpAddress"),
        Groups(call, form),
        form.Flag("DeleteOnTermination") ?? true);

    private static List<SecurityGroup> Groups(Ec2Call call, QueryForm form) =>
    [
        .. form.List("SecurityGroupId").Select(id => NetworkActions.RequireGroup(call, id)),
        .. form.List("SecurityGroup").Select(name => NetworkActions.RequireGroupByName(call, name)),
    ];

    private static void DemandOneNetwork(AwsSubnet subnet, List<PlannedInterface> interfaces)
    {
        if (interfaces.SelectMany(one => one.Groups).FirstOrDefault(group => group.VpcId != subnet.VpcId) is { } stranger)
            throw new AwsError("InvalidParameter", $"Security group {stranger.GroupId} and subnet {subnet.SubnetId} belong to different networks.");
    }
}
