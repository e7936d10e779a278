using System.Xml.Linq;
using GhaRunner.Simulator.Aws.Places;
using GhaRunner.Simulator.Aws.Wire;
using static GhaRunner.Simulator.Aws.Ec2.Ec2Xml;

namespace GhaRunner.Simulator.Aws.Ec2;

/// <summary>The actions that show regions and networks.</summary>
internal static class NetworkActions
{
    private static readonly FilterSet<AwsRegion> s_regionFilters = new(new Dictionary<string, Func<AwsRegion, IEnumerable<string?>>>(StringComparer.Ordinal)
    {
        ["region-name"] = region => [region.Name],
        ["opt-in-status"] = _ => ["opt-in-not-required"],
    });

    private static readonly FilterSet<Vpc> s_vpcFilters = new(new Dictionary<string, Func<Vpc, IEnumerable<string?>>>(StringComparer.Ordinal)
    {
        ["vpc-id"] = vpc => [vpc.VpcId],
        ["is-default"] = vpc => [Flag(vpc.IsDefault)],
        ["isDefault"] = vpc => [Flag(vpc.IsDefault)],
        ["state"] = _ => ["available"],
    });

    private static readonly FilterSet<AwsSubnet> s_subnetFilters = new(
        new Dictionary<string, Func<AwsSubnet, IEnumerable<string?>>>(StringComparer.Ordinal)
        {
            ["subnet-id"] = subnet => [subnet.SubnetId],
            ["vpc-id"] = subnet => [subnet.VpcId],
            ["availability-zone"] = subnet => [subnet.Zone],
            ["availabilityZone"] = subnet => [subnet.Zone],
            ["default-for-az"] = subnet => [Flag(subnet.DefaultForAz)],
            ["defaultForAz"] = subnet => [Flag(subnet.DefaultForAz)],
            ["map-public-ip-on-launch"] = subnet => [Flag(subnet.MapPublicIpOnLaunch)],
            ["state"] = _ => ["available"],
        },
        subnet => subnet.Tags);

    private static readonly FilterSet<SecurityGroup> s_groupFilters = new(new Dictionary<string, Func<SecurityGroup, IEnumerable<string?>>>(StringComparer.Ordinal)
    {
        ["group-id"] = group => [group.GroupId],
        ["group-name"] = group => [group.Name],
        ["vpc-id"] = group => [group.VpcId],
    });

    public static IEnumerable<XElement?> DescribeRegions(Ec2Call call)
    {
        var names = call.Form.List("RegionName");
        if (names.Find(name => !call.Cloud.Regions.ContainsKey(name)) is { } unknown)
            throw new AwsError("InvalidParameterValue", $"Invalid region provided: [{unknown}]");
        var regions = s_regionFilters.Apply(call.Form, call.Cloud.Options.Regions.Where(region => names.Count == 0 || names.Contains(region.Name)));
        return [Set("regionInfo", regions, region => new[]
        {
            Element("regionName", region.Name),
            Element("regionEndpoint", $"ec2.{region.Name}.amazonaws.com"),
            Element("optInStatus", "opt-in-not-required"),
        })];
    }

    public static IEnumerable<XElement?> DescribeVpcs(Ec2Call call)
    {
        var ids = call.Form.List("VpcId");
        var vpcs = ids.Count == 0 ? call.Region.Vpcs
            : ids.ConvertAll(id => call.Region.Vpcs.Find(vpc => vpc.VpcId == id) ?? throw new AwsError("InvalidVpcID.NotFound", $"The vpc ID '{id}' does not exist"));
        var (found, nextToken) = call.Page(s_vpcFilters.Apply(call.Form, vpcs));
        return [Set("vpcSet", found, vpc => new[]
        {
            Element("vpcId", vpc.VpcId),
            Element("ownerId", call.AccountId),
            Element("state", "available"),
            Element("cidrBlock", vpc.CidrBlock),
            Element("isDefault", vpc.IsDefault),
        }), nextToken];
    }

    public static IEnumerable<XElement?> DescribeSubnets(Ec2Call call)
    {
        var ids = call.Form.List("SubnetId");
        var subnets = ids.Count == 0 ? call.Region.Subnets : ids.ConvertAll(id => RequireSubnet(call, id));
        var (found, nextToken) = call.Page(s_subnetFilters.Apply(call.Form, subnets));
        return [Set("subnetSet", found, subnet => new[]
        {
            Element("subnetId", subnet.SubnetId),
            Element("subnetArn", call.Arn("subnet", subnet.SubnetId)),
            Element("ownerId", call.AccountId),
            Element("state", "available"),
            Element("vpcId", subnet.VpcId),
            Element("availableIpAddressCount", call.Region.FreeAddresses(subnet)),
            Element("availabilityZone", subnet.Zone),
            Element("availabilityZoneId", ZoneId(call.Region.Region, subnet.Zone)),
            Element("defaultForAz", subnet.DefaultForAz),
            Element("mapPublicIpOnLaunch", subnet.MapPublicIpOnLaunch),
            Tags(subnet.Tags),
        }), nextToken];
    }

    public static IEnumerable<XElement?> DescribeSecurityGroups(Ec2Call call)
    {
        var ids = call.Form.List("GroupId");
        var names = call.Form.List("GroupName");
        var groups = ids.Count > 0 ? ids.ConvertAll(id => RequireGroup(call, id))
            : names.Count > 0 ? names.ConvertAll(name => RequireGroupByName(call, name))
            : call.Region.SecurityGroups;
        var (found, nextToken) = call.Page(s_groupFilters.Apply(call.Form, groups));
        return [Set("securityGroupInfo", found, group => new[]
        {
            Element("groupId", group.GroupId),
            Element("groupName", group.Name),
            Element("groupDescription", group.Name),
            Element("ownerId", call.AccountId),
            Element("vpcId", group.VpcId),
        }), nextToken];
    }

    /// <exception cref="AwsError">It is malformed or does not exist.</exception>
    public static AwsSubnet RequireSubnet(Ec2Call call, string id)
    {
        ResourceIds.Demand("subnet", id, "InvalidSubnetID.Malformed");
        return call.Region.Subnets.Find(subnet => subnet.SubnetId == id) ?? throw new AwsError("InvalidSubnetID.NotFound", $"The subnet ID '{id}' does not exist");
    }

    /// <exception cref="AwsError">It is malformed or does not exist.</exception>
    public static SecurityGroup RequireGroup(Ec2Call call, string id)
    {
        ResourceIds.Demand("sg", id, "InvalidGroupId.Malformed");
        return call.Region.SecurityGroups.Find(group => group.GroupId == id) ?? throw new AwsError("InvalidGroup.NotFound", $"The security group '{id}' does not exist");
    }

    /// <summary>Names are those of the default VPC.</summary>
    /// <exception cref="AwsError">It does not exist.</exception>
    public static SecurityGroup RequireGroupByName(Ec2Call call, string name)
    {
        var vpc = call.Region.DefaultVpc?.VpcId;
        return call.Region.SecurityGroups.Find(group => group.Name == name && group.VpcId == vpc)
            ?? throw new AwsError("InvalidGroup.NotFound", $"The security group '{name}' does not exist in default VPC '{vpc ?? "null"}'");
    }

    /// <summary>The zone's id, which is the same place for every account, such as <c>use1-az1</c>.</summary>
    public static string ZoneId(AwsRegion region, string zone)
    {
        var parts = region.Name.Split('-');
        return $"{parts[0]}{parts[1][0]}{parts[^1]}-az{zone[^1] - 'a' + 1}";
    }

    private static string Flag(bool value) => value ? "true" : "false";
}
