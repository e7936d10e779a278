using System.Xml.Linq;
using GhaRunner.Simulator.Aws.Types;
using GhaRunner.Simulator.Aws.Wire;
using static GhaRunner.Simulator.Aws.Ec2.Ec2Xml;

namespace GhaRunner.Simulator.Aws.Ec2;

/// <summary>The actions on instance types.</summary>
internal static class TypeActions
{
    private static readonly FilterSet<AwsInstanceType> s_filters = new(new Dictionary<string, Func<AwsInstanceType, IEnumerable<string?>>>(StringComparer.Ordinal)
    {
        ["instance-type"] = type => [type.Name],
        ["hypervisor"] = type => [type.Nitro ? "nitro" : "xen"],
        ["processor-info.supported-architecture"] = type => [type.Architecture],
        ["supported-usage-class"] = Usages,
        ["current-generation"] = _ => ["true"],
        ["bare-metal"] = _ => ["false"],
    });

    private static readonly FilterSet<(string Type, string Location)> s_offeringFilters = new(new Dictionary<string, Func<(string Type, string Location), IEnumerable<string?>>>(StringComparer.Ordinal)
    {
        ["instance-type"] = offering => [offering.Type],
        ["location"] = offering => [offering.Location],
    });

    public static IEnumerable<XElement?> Describe(Ec2Call call)
    {
        var names = call.Form.List("InstanceType");
        if (names.Count > 100)
            throw new AwsError("InvalidParameterValue", "Member must have length less than or equal to 100");
        var offered = call.Cloud.Types.All.Where(type => call.Region.Region.Zones.Any(zone => TypeCatalogue.Offered(type, zone))).ToList();
        var unknown = names.Where(name => !offered.Exists(type => type.Name == name)).ToList();
        if (unknown.Count > 0)
            throw new AwsError("InvalidInstanceType", $"The following supplied instance types do not exist: [{string.Join(", ", unknown)}]");
        var (found, nextToken) = call.Page(s_filters.Apply(call.Form, offered.Where(type => names.Count == 0 || names.Contains(type.Name))));
        return [Set("instanceTypeSet", found, Render), nextToken];
    }

    public static IEnumerable<XElement?> DescribeOfferings(Ec2Call call)
    {
        var kind = call.Form.Text("LocationType") ?? "region";
        var region = call.Region.Region;
        Func<string, string> location = kind switch
        {
            "region" => _ => region.Name,
            "availability-zone" => zone => zone,
            "availability-zone-id" => zone => NetworkActions.ZoneId(region, zone),
            _ => throw new AwsError("InvalidParameterValue", $"Value ({kind}) for parameter locationType is invalid."),
        };
        var offerings = from type in call.Cloud.Types.All
                        from zone in region.Zones
                        where TypeCatalogue.Offered(type, zone)
                        select (type.Name, location(zone));
        var (found, nextToken) = call.Page(s_offeringFilters.Apply(call.Form, offerings.Distinct()));
        return [Set("instanceTypeOfferingSet", found, offering => new[]
        {
            Element("instanceType", offering.Type),
            Element("locationType", kind),
            Element("location", offering.Location),
        }), nextToken];
    }

    private static IEnumerable<string?> Usages(AwsInstanceType type) => type.Spot ? ["on-demand", "spot"] : ["on-demand"];

    private static object Render(AwsInstanceType type) => new[]
    {
        Element("instanceType", type.Name),
        Element("currentGeneration", true),
        Element("freeTierEligible", false),
        Element("supportedUsageClasses", Usages(type).Select(usage => Item(usage))),
        Element("supportedRootDeviceTypes", Item("ebs")),
        Element("supportedVirtualizationTypes", Item("hvm")),
        Element("bareMetal", false),
        Element("hypervisor", type.Nitro ? "nitro" : "xen"),
        Element("processorInfo", Element("supportedArchitectures", Item(type.Architecture))),
        Element("vCpuInfo", Element("defaultVCpus", type.VCpus)),
        Element("memoryInfo", Element("sizeInMiB", type.MemoryMiB)),
        Element("instanceStorageSupported", type.LocalDiskGB > 0),
        type.LocalDiskGB == 0 ? null : Element("instanceStorageInfo", Element("totalSizeInGB", type.LocalDiskGB)),
        type.GpuName is null ? null : Element(
            "gpuInfo",
            Element("gpus", Item(
                Element("name", type.GpuName),
                Element("manufacturer", "NVIDIA"),
                Element("count", type.GpuCount),
                Element("memoryInfo", Element("sizeInMiB", type.GpuMemoryMiB)))),
            Element("totalGpuMemoryInMiB", type.GpuCount * type.GpuMemoryMiB)),
        Element("networkInfo", Element("maximumNetworkInterfaces", 4), Element("enaSupport", type.Nitro ? "required" : "supported")),
    };
}
