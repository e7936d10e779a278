namespace GhaRunner.Simulator.Aws.Instances;

/// <summary>A volume. The cloud's gate guards it.</summary>
internal sealed class Volume
{
    public required string Id { get; init; }

    public required string Zone { get; init; }

    public required string DeviceName { get; init; }

    public required int SizeGiB { get; init; }

    public required string Type { get; init; }

    public required bool Encrypted { get; init; }

    public required bool DeleteOnTermination { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public int? Iops { get; init; }

    public int? Throughput { get; init; }

    public string? SnapshotId { get; init; }

    /// <summary>What it is attached to; <see langword="null"/> when it is available.</summary>
    public string? InstanceId { get; set; }

    public SortedDictionary<string, string> Tags { get; init; } = new(StringComparer.Ordinal);

    public string State => InstanceId is null ? "available" : "in-use";

    public SimulatedVolume ToSnapshot() =>
        new(Id, Zone, DeviceName, SizeGiB, Type, Encrypted, DeleteOnTermination, InstanceId, State, new Dictionary<string, string>(Tags)) { Iops = Iops, Throughput = Throughput };
}
