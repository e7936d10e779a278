using GhaRunner.Simulator.Aws.Images;
using GhaRunner.Simulator.Aws.Instances;

namespace GhaRunner.Simulator.Aws.Places;

/// <summary>All that a region holds. The cloud's gate guards it.</summary>
internal sealed class RegionState
{
    private int _lastAddress;

    public RegionState(AwsRegion region)
    {
        Region = region;
        if (region.HasDefaultVpc)
        {
            var vpc = AddVpc(isDefault: true);
            foreach (var zone in region.Zones)
                Subnets.Add(new AwsSubnet { SubnetId = ResourceIds.New("subnet"), VpcId = vpc.VpcId, Zone = zone, MapPublicIpOnLaunch = true, DefaultForAz = true });
        }

        foreach (var (image, parameters) in ImageCatalogue.Create())
        {
            Images.Add(image);
            foreach (var parameter in parameters)
                Parameters[parameter] = image.ImageId;
        }
    }

    public AwsRegion Region { get; }

    public string Name => Region.Name;

    public List<Vpc> Vpcs { get; } = [];

    public List<AwsSubnet> Subnets { get; } = [];

    public List<SecurityGroup> SecurityGroups { get; } = [];

    public List<AwsImage> Images { get; } = [];

    public HashSet<string> KeyPairs { get; } = new(StringComparer.Ordinal);

    /// <summary>The parameters of SSM.</summary>
    public SortedDictionary<string, string> Parameters { get; } = new(StringComparer.Ordinal);

    /// <summary>The instances in the order of their launch, those terminated within the hour included.</summary>
    public List<Instance> Instances { get; } = [];

    public List<Volume> Volumes { get; } = [];

    public List<NetworkInterface> NetworkInterfaces { get; } = [];

    public List<SpotRequest> SpotRequests { get; } = [];

    /// <summary>What was launched by client token.</summary>
    public Dictionary<string, IdempotentLaunch> Launches { get; } = new(StringComparer.Ordinal);

    public Vpc? DefaultVpc => Vpcs.Find(vpc => vpc.IsDefault);

    /// <summary>Adds a network with its default security group.</summary>
    public Vpc AddVpc(bool isDefault)
    {
        var vpc = new Vpc(ResourceIds.New("vpc"), isDefault, isDefault ? "172.31.0.0/16" : $"10.{Vpcs.Count}.0.0/16");
        Vpcs.Add(vpc);
        SecurityGroups.Add(new SecurityGroup(ResourceIds.New("sg"), "default", vpc.VpcId));
        return vpc;
    }

    /// <summary>A number that becomes the end of an address.</summary>
    public int NextAddress() => ++_lastAddress;

    public int FreeAddresses(AwsSubnet subnet) =>
        subnet.AvailableAddresses - NetworkInterfaces.Count(networkInterface => networkInterface.SubnetId == subnet.SubnetId);
}
