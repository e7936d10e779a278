namespace GhaRunner.Simulator.Aws.Ec2.Launching;

/// <summary>A volume that an instance is to get.</summary>
internal sealed record PlannedDevice(string DeviceName, int SizeGiB, string VolumeType, bool Encrypted, bool DeleteOnTermination, string? SnapshotId, int? Iops, int? Throughput);
