using System.Text;
using GhaRunner.Simulator.Aws.Capacity;
using GhaRunner.Simulator.Aws.Places;
using GhaRunner.Simulator.Aws.Types;

namespace GhaRunner.Simulator.Aws.Instances;

/// <summary>An instance. The cloud's gate guards it.</summary>
internal sealed class Instance
{
    public required string Id { get; init; }

    public required RegionState Region { get; init; }

    public required string ReservationId { get; init; }

    public required int LaunchIndex { get; init; }

    public required AwsInstanceType Type { get; init; }

    public required AwsMarket Market { get; init; }

    public required AwsSubnet Subnet { get; init; }

    public required DateTimeOffset LaunchTime { get; init; }

    /// <summary>Until then, nobody but a termination finds it.</summary>
    public required DateTimeOffset VisibleAt { get; init; }

    public string ImageId { get; init; } = "";

    public string RootDeviceName { get; init; } = "/dev/sda1";

    public string? ClientToken { get; init; }

    public string? KeyName { get; init; }

    public string? ProfileArn { get; init; }

    public string UserData { get; init; } = "";

    public string ShutdownBehavior { get; init; } = "stop";

    public bool TerminationDisabled { get; init; }

    public bool EbsOptimized { get; init; }

    /// <summary><c>default</c> or <c>dedicated</c>.</summary>
    public string Tenancy { get; init; } = "default";

    public IReadOnlyDictionary<string, string> MetadataOptions { get; init; } = new Dictionary<string, string>();

    public required string PrivateIp { get; init; }

    public string? PublicIp { get; set; }

    public IReadOnlyList<SecurityGroup> SecurityGroups { get; init; } = [];

    public SortedDictionary<string, string> Tags { get; init; } = new(StringComparer.Ordinal);

    public SpotRequest? SpotRequest { get; init; }

    public InstanceState State { get; set; }

    public string? StateReasonCode { get; set; }

    public string? StateReasonMessage { get; set; }

    /// <summary>The text of <c>reason</c>, such as <c>User initiated (2026-11-25 10:00:00 GMT)</c>.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Whether its capacity is to be given back.</summary>
    public bool HoldsCapacity { get; set; }

    public StringBuilder Console { get; } = new();

    public string Zone => Subnet.Zone;

    public Offer Offer => new(Region.Name, Zone, Type.Name, Market);

    public bool IsOver => State is InstanceState.ShuttingDown or InstanceState.Terminated;

    public string Arn(string accountId) => $"arn:aws:ec2:{Region.Name}:{accountId}:instance/{Id}";

    public SimulatedInstance ToSnapshot() => new()
    {
        InstanceId = Id,
        Region = Region.Name,
        Zone = Zone,
        SubnetId = Subnet.SubnetId,
        InstanceType = Type.Name,
        Market = Market,
        State = State.Text(),
        StateReason = StateReasonCode,
        Tags = new Dictionary<string, string>(Tags),
        ClientToken = ClientToken,
        ImageId = ImageId,
        UserData = UserData,
        MetadataOptions = MetadataOptions,
        ShutdownBehavior = ShutdownBehavior,
        PublicIp = PublicIp,
        KeyName = KeyName,
        InstanceProfileArn = ProfileArn,
        SecurityGroupIds = [.. SecurityGroups.Select(group => group.GroupId)],
        VolumeIds = [.. Region.Volumes.Where(volume => volume.InstanceId == Id).Select(volume => volume.Id)],
        LaunchTime = LaunchTime,
        Console = Console.ToString(),
    };
}
