namespace GhaRunner.Simulator.Aws.Instances;

/// <summary>A volume as it was when it was looked at.</summary>
/// <param name="VolumeId">Its id.</param>
/// <param name="Zone">Its zone.</param>
/// <param name="DeviceName">The device that it is, or was, attached as.</param>
/// <param name="SizeGiB">Its size.</param>
/// <param name="Type">Its type, such as <c>gp3</c>.</param>
/// <param name="Encrypted">Whether it is encrypted.</param>
/// <param name="DeleteOnTermination">Whether it goes with its instance.</param>
/// <param name="InstanceId">The instance that it is attached to, if any.</param>
/// <param name="State"><c>in-use</c> or <c>available</c>.</param>
/// <param name="Tags">Its tags.</param>
public sealed record SimulatedVolume(
    string VolumeId,
    string Zone,
    string DeviceName,
    int SizeGiB,
    string Type,
    bool Encrypted,
    bool DeleteOnTermination,
    string? InstanceId,
    string State,
    IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>Its operations per second, when the launch asked for some.</summary>
    public int? Iops { get; init; }

    /// <summary>Its throughput in MiB/s, when the launch asked for one.</summary>
    public int? Throughput { get; init; }
}
