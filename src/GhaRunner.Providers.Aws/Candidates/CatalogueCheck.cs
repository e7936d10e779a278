using Amazon.EC2.Model;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Candidates;

/// <summary>Holds what the options name against what the regions have.</summary>
internal static class CatalogueCheck
{
    /// <summary>Checks.</summary>
    /// <param name="catalogues">What the regions have.</param>
    /// <param name="options">What the user wants.</param>
    /// <param name="areAll">Whether these are all regions of the input; what is not in them may else be in one that is left out.</param>
    /// <exception cref="ActionableException">An input names what no region has, or what does not fit.</exception>
    public static void Check(IReadOnlyList<RegionCatalogue> catalogues, AwsMachineOptions options, bool areAll)
    {
        var regions = string.Join(", ", catalogues.Select(catalogue => catalogue.Region));
        if (areAll)
            CheckNames(catalogues, options, regions);
        CheckGroups(catalogues, options);
        foreach (var catalogue in catalogues)
        {
            foreach (var image in catalogue.Images.Values.DistinctBy(image => image.ImageId))
                CheckSize(image, catalogue.Region, options.RootVolumeSizeGb);
        }
    }

    /// <summary>The size of the volume that an image boots from.</summary>
    /// <param name="image">The image.</param>
    /// <returns>GiB, if the image tells.</returns>
    public static int? RootSizeOf(Image image) => image.BlockDeviceMappings?.Find(mapping => mapping.DeviceName == image.RootDeviceName)?.Ebs?.VolumeSize;

    private static void CheckNames(IReadOnlyList<RegionCatalogue> catalogues, AwsMachineOptions options, string regions)
    {
        var subnets = catalogues.SelectMany(catalogue => catalogue.Subnets).ToList();
        if (Missing(options.Subnet, subnets.Select(subnet => subnet.SubnetId)) is { Length: > 0 } noSubnet)
            throw AwsErrors.Missing("subnet", noSubnet, regions);
        if (subnets.Count == 0)
            throw AwsErrors.NoDefaultSubnets(regions);
        if (Missing(options.InstanceType, catalogues.SelectMany(catalogue => catalogue.Types.Keys)) is { Length: > 0 } noType)
            throw AwsErrors.Missing("instance-type", noType, regions);
        if (Missing(options.SecurityGroup, catalogues.SelectMany(catalogue => catalogue.SecurityGroups).Select(group => group.GroupId)) is { Length: > 0 } noGroup)
            throw AwsErrors.Missing("security-group", noGroup, regions);
    }

    private static void CheckGroups(IReadOnlyList<RegionCatalogue> catalogues, AwsMachineOptions options)
    {
        if (options.SecurityGroup.Count == 0)
            return;
        var groups = catalogues.SelectMany(catalogue => catalogue.SecurityGroups).ToList();
        foreach (var subnet in catalogues.SelectMany(catalogue => catalogue.Subnets))
        {
            if (!groups.Exists(group => group.VpcId == subnet.VpcId))
                throw AwsErrors.NoGroupInVpc(subnet.SubnetId, subnet.VpcId);
        }
    }

    private static void CheckSize(Image image, string region, int? size)
    {
        if (RootSizeOf(image) is { } least && size < least)
            throw AwsErrors.RootVolumeTooSmall(image.ImageId, region, least, size.Value);
    }

    private static string Missing(IEnumerable<string> named, IEnumerable<string> existing) => string.Join(", ", named.Except(existing, StringComparer.Ordinal));
}
