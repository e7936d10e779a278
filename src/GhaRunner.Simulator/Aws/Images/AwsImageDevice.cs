namespace GhaRunner.Simulator.Aws.Images;

/// <summary>A disk that an image declares.</summary>
/// <param name="DeviceName">The device's name, such as <c>/dev/sda1</c>.</param>
/// <param name="SizeGiB">The size of the snapshot; 0 for a disk of the host.</param>
public sealed record AwsImageDevice(string DeviceName, int SizeGiB)
{
    /// <summary>The name of the host's disk, such as <c>ephemeral0</c>.</summary>
    /// <value>Default: <see langword="null"/>, a volume of EBS.</value>
    public string? VirtualName { get; init; }

    /// <summary>The snapshot that the volume is made of.</summary>
    public string SnapshotId { get; init; } = "snap-0123456789abcdef0";

    /// <summary>The volume's type.</summary>
    /// <value>Default: <c>gp3</c>.</value>
    public string VolumeType { get; init; } = "gp3";

    /// <summary>Whether the volume is encrypted.</summary>
    public bool Encrypted { get; init; }

    /// <summary>Whether the volume goes with its instance.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool DeleteOnTermination { get; init; } = true;
}
