using GhaRunner.Simulator.Aws.Instances;
using GhaRunner.Simulator.Aws.Places;

namespace GhaRunner.Simulator.Aws.Ec2.Launching;

/// <summary>Makes the instances of a launch, with all that belongs to them.</summary>
internal sealed class InstanceFactory(Ec2Call call, LaunchPlan plan, AwsSubnet subnet)
{
    private readonly string _reservationId = ResourceIds.New("r");

    public Instance Create(int index)
    {
        var id = ResourceIds.New("i");
        var interfaces = plan.Network.Interfaces.OrderBy(one => one.DeviceIndex).Select(one => Interface(one, id)).ToList();
        call.Region.NetworkInterfaces.AddRange(interfaces);
        call.Region.Volumes.AddRange(plan.Devices.Select(device => Volume(device, id)));
        var spot = plan.Spot is null ? null : Spot(plan.Spot, id);
        var instance = new Instance
        {
            Id = id,
            Region = call.Region,
            ReservationId = _reservationId,
            LaunchIndex = index,
            Type = plan.Type,
            Market = plan.Market,
            Subnet = subnet,
            LaunchTime = call.Now,
            VisibleAt = call.Now + call.Cloud.Options.VisibleAfter,
            ImageId = plan.Image.ImageId,
            RootDeviceName = plan.Image.RootDeviceName,
            ClientToken = plan.ClientToken,
            KeyName = plan.KeyName,
            ProfileArn = plan.ProfileArn,
            UserData = plan.UserData,
            ShutdownBehavior = plan.ShutdownBehavior,
            TerminationDisabled = plan.TerminationDisabled,
            Tenancy = plan.Tenancy,
            EbsOptimized = plan.EbsOptimized,
            MetadataOptions = plan.MetadataOptions,
            PrivateIp = interfaces[0].PrivateIp,
            PublicIp = interfaces[0].PublicIp,
            SecurityGroups = interfaces[0].SecurityGroups,
            Tags = plan.Tags.Of("instance"),
            SpotRequest = spot,
            HoldsCapacity = true,
        };
        call.Region.Instances.Add(instance);
        return instance;
    }

    private NetworkInterface Interface(PlannedInterface planned, string instanceId)
    {
        var number = call.Region.NextAddress();
        return new NetworkInterface
        {
            Id = ResourceIds.New("eni"),
            SubnetId = subnet.SubnetId,
            VpcId = subnet.VpcId,
            Zone = subnet.Zone,
            DeviceIndex = planned.DeviceIndex,
            DeleteOnTermination = planned.DeleteOnTermination,
            SecurityGroups = planned.Groups.Count > 0 ? planned.Groups : [call.Region.SecurityGroups.Find(group => group.VpcId == subnet.VpcId && group.Name == "default")!],
            InstanceId = instanceId,
            PrivateIp = $"172.31.{(number >> 8) & 255}.{number & 255}",
            PublicIp = planned.AssociatePublicIp ?? (subnet.MapPublicIpOnLaunch && planned.DeviceIndex == 0) ? $"203.0.{(number >> 8) & 255}.{number & 255}" : null,
            Tags = plan.Tags.Of("network-interface"),
        };
    }

    private Volume Volume(PlannedDevice device, string instanceId) => new()
    {
        Id = ResourceIds.New("vol"),
        Zone = subnet.Zone,
        DeviceName = device.DeviceName,
        SizeGiB = device.SizeGiB,
        Type = device.VolumeType,
        Encrypted = device.Encrypted,
        DeleteOnTermination = device.DeleteOnTermination,
        SnapshotId = device.SnapshotId,
        Iops = device.Iops,
        Throughput = device.Throughput,
        CreatedAt = call.Now,
        InstanceId = instanceId,
        Tags = plan.Tags.Of("volume"),
    };

    private SpotRequest Spot(PlannedSpot spot, string instanceId)
    {
        var request = new SpotRequest
        {
            Id = ResourceIds.New("sir")[..12],
            InstanceId = instanceId,
            Type = spot.Type,
            InterruptionBehavior = spot.InterruptionBehavior,
            MaxPrice = (spot.MaxPrice ?? plan.Type.HourlyPrice).ToString("0.000000", System.Globalization.CultureInfo.InvariantCulture),
            CreatedAt = call.Now,
            Tags = plan.Tags.Of("spot-instances-request"),
        };
        call.Region.SpotRequests.Add(request);
        return request;
    }
}
