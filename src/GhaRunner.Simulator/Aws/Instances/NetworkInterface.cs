using GhaRunner.Simulator.Aws.Places;

namespace GhaRunner.Simulator.Aws.Instances;

/// <summary>A network interface. The cloud's gate guards it.</summary>
internal sealed class NetworkInterface
{
    public required string Id { get; init; }

    public required string SubnetId { get; init; }

    public required string VpcId { get; init; }

    public required string Zone { get; init; }

    public required string PrivateIp { get; init; }

    public required int DeviceIndex { get; init; }

    public required bool DeleteOnTermination { get; set; }

    public required IReadOnlyList<SecurityGroup> SecurityGroups { get; init; }

    public string? PublicIp { get; set; }

    /// <summary>What it is attached to; <see langword="null"/> when it is available.</summary>
    public string? InstanceId { get; set; }

    public SortedDictionary<string, string> Tags { get; init; } = new(StringComparer.Ordinal);

    public string State => InstanceId is null ? "available" : "in-use";

    public SimulatedNetworkInterface ToSnapshot() => new(
        Id, SubnetId, DeviceIndex, [.. SecurityGroups.Select(group => group.GroupId)], DeleteOnTermination, InstanceId, State, new Dictionary<string, string>(Tags));
}
