using GhaRunner.Simulator.Aws.Access;
using GhaRunner.Simulator.Aws.Capacity;
using GhaRunner.Simulator.Aws.Images;
using GhaRunner.Simulator.Aws.Instances;
using GhaRunner.Simulator.Aws.Places;

namespace GhaRunner.Simulator.Aws;

/// <summary>
/// The simulated AWS account, as its puppeteer sees it. May be used from any thread. What does not exist, a region,
/// a zone or an instance, is an <see cref="ArgumentException"/>.
/// </summary>
public sealed class AwsSimulator
{
    private readonly Cloud _cloud;

    internal AwsSimulator(Cloud cloud) => _cloud = cloud;

    /// <summary>The number of the account.</summary>
    public string AccountId => _cloud.Options.AccountId;

    /// <summary>The first valid access key.</summary>
    public AwsAccessKey AccessKey => _cloud.Options.AccessKeys[0];

    /// <summary>The instances of all regions in the order of their launch, those terminated within the hour included.</summary>
    public IReadOnlyList<SimulatedInstance> Instances => _cloud.Enter(() => _cloud.Instances.Select(instance => instance.ToSnapshot()).ToList());

    /// <summary>The volumes of all regions.</summary>
    public IReadOnlyList<SimulatedVolume> Volumes => _cloud.Enter(() => Regions.SelectMany(region => region.Volumes).Select(volume => volume.ToSnapshot()).ToList());

    /// <summary>The network interfaces of all regions.</summary>
    public IReadOnlyList<SimulatedNetworkInterface> NetworkInterfaces =>
        _cloud.Enter(() => Regions.SelectMany(region => region.NetworkInterfaces).Select(one => one.ToSnapshot()).ToList());

    /// <summary>The spot requests of all regions.</summary>
    public IReadOnlyList<SimulatedSpotRequest> SpotRequests => _cloud.Enter(() => Regions.SelectMany(region => region.SpotRequests).Select(request => request.ToSnapshot()).ToList());

    private IEnumerable<RegionState> Regions => _cloud.Regions.Values;

    /// <summary>Says how many more instances can be launched; terminated ones come on top again.</summary>
    /// <param name="zone">The zone, such as <c>us-east-1a</c>.</param>
    /// <param name="instanceType">The instance type.</param>
    /// <param name="market">The market.</param>
    /// <param name="count">How many.</param>
    public void SetCapacity(string zone, string instanceType, AwsMarket market, int count) =>
        Do(() => _cloud.Capacity.Set(new Offer(RegionOf(zone).Name, zone, instanceType, market), count));

    /// <summary>How many more instances can be launched.</summary>
    /// <param name="zone">The zone, such as <c>us-east-1a</c>.</param>
    /// <param name="instanceType">The instance type.</param>
    /// <param name="market">The market.</param>
    /// <returns>How many; <see cref="int.MaxValue"/> when there is no limit.</returns>
    public int CapacityLeft(string zone, string instanceType, AwsMarket market) =>
        _cloud.Enter(() => _cloud.Capacity.Left(new Offer(RegionOf(zone).Name, zone, instanceType, market)));

    /// <summary>Refuses launches.</summary>
    /// <param name="refusal">Which, how often and with what answer.</param>
    public void Refuse(AwsRefusal refusal) => Do(() => _cloud.Capacity.Add(refusal));

    /// <summary>Lets instances fail after their launch.</summary>
    /// <param name="failure">Which, how often, when and why.</param>
    public void FailAfterLaunch(AwsLaunchFailure failure) => Do(() => _cloud.Capacity.Add(failure));

    /// <summary>Forgets all limits, refusals and failures.</summary>
    public void RestoreCapacity() => Do(_cloud.Capacity.Clear);

    /// <summary>Sets a price of the spot market.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="instanceType">The instance type.</param>
    /// <param name="price">US dollars per hour.</param>
    public void SetSpotPrice(string zone, string instanceType, decimal price) => Do(() => _cloud.Types.SetSpotPrice(zone, instanceType, price));

    /// <summary>The guest powers itself off: the instance is terminated or stopped, as its launch asked.</summary>
    /// <param name="instanceId">The instance.</param>
    public void EndByGuest(string instanceId) => Do(() => _cloud.Life.EndByGuest(Find(instanceId)));

    /// <summary>AWS takes an instance of the spot market away: it is terminated or stopped, as its launch asked.</summary>
    /// <param name="instanceId">The instance.</param>
    public void InterruptSpot(string instanceId) => Do(() => _cloud.Life.Interrupt(
        Find(instanceId) is { Market: AwsMarket.Spot } instance ? instance : throw new ArgumentException($"{instanceId} is not of the spot market.", nameof(instanceId))));

    /// <summary>An instance prints something on its console.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="text">What, with its line feeds.</param>
    public void AppendConsole(string instanceId, string text) => Do(() => Find(instanceId).Console.Append(text));

    /// <summary>Somebody sets the volumes and network interfaces of an instance to outlive it.</summary>
    /// <param name="instanceId">The instance.</param>
    public void KeepAttachments(string instanceId) => Do(() =>
    {
        var region = Find(instanceId).Region;
        region.Volumes.FindAll(volume => volume.InstanceId == instanceId).ForEach(volume => volume.DeleteOnTermination = false);
        region.NetworkInterfaces.FindAll(one => one.InstanceId == instanceId).ForEach(one => one.DeleteOnTermination = false);
    });

    /// <summary>Adds a running instance that somebody else has launched.</summary>
    /// <param name="region">The region.</param>
    /// <param name="tags">Its tags; <see langword="null"/> for none.</param>
    /// <param name="instanceType">Its type.</param>
    /// <param name="age">How long ago it was launched.</param>
    /// <returns>Its id.</returns>
    public string AddInstance(string region, IReadOnlyDictionary<string, string>? tags = null, string instanceType = "t3.micro", TimeSpan age = default) => _cloud.Enter(() =>
    {
        var state = RegionNamed(region);
        var instance = new Instance
        {
            Id = ResourceIds.New("i"),
            Region = state,
            ReservationId = ResourceIds.New("r"),
            LaunchIndex = 0,
            Type = _cloud.Types.Find(instanceType) ?? throw new ArgumentException($"There is no instance type {instanceType}.", nameof(instanceType)),
            Market = AwsMarket.OnDemand,
            Subnet = state.Subnets[0],
            LaunchTime = _cloud.Clock.Now - age,
            VisibleAt = _cloud.Clock.Now,
            ImageId = state.Images[0].ImageId,
            PrivateIp = "172.31.255.1",
            Tags = new SortedDictionary<string, string>((tags ?? new Dictionary<string, string>()).ToDictionary(), StringComparer.Ordinal),
            State = InstanceState.Running,
        };
        state.Instances.Add(instance);
        return instance.Id;
    });

    /// <summary>The default security group of a VPC.</summary>
    /// <param name="vpcId">The VPC.</param>
    /// <returns>Its id.</returns>
    public string DefaultSecurityGroup(string vpcId) =>
        _cloud.Enter(() => Regions.SelectMany(region => region.SecurityGroups).First(group => group.VpcId == vpcId && group.Name == "default").GroupId);

    /// <summary>The subnets of a region.</summary>
    /// <param name="region">The region.</param>
    /// <returns>Those of the default VPC first.</returns>
    public IReadOnlyList<AwsSubnet> Subnets(string region) => _cloud.Enter(() => RegionNamed(region).Subnets.ToList());

    /// <summary>Adds a VPC with its default security group.</summary>
    /// <param name="region">The region.</param>
    /// <returns>Its id.</returns>
    public string AddVpc(string region) => _cloud.Enter(() => RegionNamed(region).AddVpc(isDefault: false).VpcId);

    /// <summary>Adds a subnet.</summary>
    /// <param name="vpcId">The VPC.</param>
    /// <param name="zone">The zone.</param>
    /// <param name="mapPublicIpOnLaunch">Whether instances get a public address unless they ask for none.</param>
    /// <param name="availableAddresses">How many instances fit in it.</param>
    /// <returns>The subnet.</returns>
    public AwsSubnet AddSubnet(string vpcId, string zone, bool mapPublicIpOnLaunch = false, int availableAddresses = 251) => _cloud.Enter(() =>
    {
        var subnet = new AwsSubnet
        {
            SubnetId = ResourceIds.New("subnet"),
            VpcId = vpcId,
            Zone = zone,
            MapPublicIpOnLaunch = mapPublicIpOnLaunch,
            AvailableAddresses = availableAddresses,
        };
        RegionOf(zone).Subnets.Add(subnet);
        return subnet;
    });

    /// <summary>Adds a security group.</summary>
    /// <param name="vpcId">The VPC.</param>
    /// <param name="name">Its name.</param>
    /// <returns>Its id.</returns>
    public string AddSecurityGroup(string vpcId, string name) => _cloud.Enter(() =>
    {
        var group = new SecurityGroup(ResourceIds.New("sg"), name, vpcId);
        Regions.First(region => region.Vpcs.Exists(vpc => vpc.VpcId == vpcId)).SecurityGroups.Add(group);
        return group.GroupId;
    });

    /// <summary>The images of a region.</summary>
    /// <param name="region">The region.</param>
    /// <returns>The images.</returns>
    public IReadOnlyList<AwsImage> Images(string region) => _cloud.Enter(() => RegionNamed(region).Images.ToList());

    /// <summary>Adds an image, or replaces the one with its id.</summary>
    /// <param name="region">The region.</param>
    /// <param name="image">The image.</param>
    public void SetImage(string region, AwsImage image) => Do(() =>
    {
        var images = RegionNamed(region).Images;
        images.RemoveAll(one => one.ImageId == image.ImageId);
        images.Add(image);
    });

    /// <summary>Reads a parameter of SSM.</summary>
    /// <param name="region">The region.</param>
    /// <param name="name">The parameter.</param>
    /// <returns>Its value, or <see langword="null"/>.</returns>
    public string? Parameter(string region, string name) => _cloud.Enter(() => RegionNamed(region).Parameters.GetValueOrDefault(name));

    /// <summary>Sets a parameter of SSM, or removes it.</summary>
    /// <param name="region">The region.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="value">Its value; <see langword="null"/> removes it.</param>
    public void SetParameter(string region, string name, string? value) => Do(() =>
    {
        if (value is null)
            RegionNamed(region).Parameters.Remove(name);
        else
            RegionNamed(region).Parameters[name] = value;
    });

    /// <summary>Takes permissions away.</summary>
    /// <param name="principal">An access key id, or the ARN of a role.</param>
    /// <param name="actions">What it may no longer do, such as <c>ec2:RunInstances</c>; a <c>*</c> stands for any text.</param>
    public void Deny(string principal, params IEnumerable<string> actions) => _cloud.Permissions.Deny(principal, actions);

    /// <summary>Gives permissions back.</summary>
    /// <param name="principal">An access key id, or the ARN of a role.</param>
    /// <param name="actions">What it may do again, spelled as it was denied; none for everything.</param>
    public void Allow(string principal, params IReadOnlyCollection<string> actions) => _cloud.Permissions.Allow(principal, actions);

    private Instance Find(string instanceId) => _cloud.Instances.FirstOrDefault(instance => instance.Id == instanceId)
        ?? throw new ArgumentException($"There is no instance {instanceId}.", nameof(instanceId));

    private RegionState RegionNamed(string name) => _cloud.Regions.TryGetValue(name, out var region)
        ? region
        : throw new ArgumentException($"There is no region {name}.", nameof(name));

    private RegionState RegionOf(string zone) => Regions.FirstOrDefault(region => region.Region.Zones.Contains(zone))
        ?? throw new ArgumentException($"There is no zone {zone}.", nameof(zone));

    private void Do(Action action) => _cloud.Enter(() =>
    {
        action();
        return 0;
    });
}
