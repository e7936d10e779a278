using GhaRunner.Simulator.Aws.Places;

namespace GhaRunner.Simulator.Aws.Ec2.Launching;

/// <summary>A network interface that an instance is to get.</summary>
/// <param name="DeviceIndex">Its place; the primary one has 0.</param>
/// <param name="AssociatePublicIp">Whether with a public address; <see langword="null"/>, as its subnet says.</param>
/// <param name="Groups">Its security groups; empty for the default one of its VPC.</param>
/// <param name="DeleteOnTermination">Whether it goes with its instance.</param>
internal sealed record PlannedInterface(int DeviceIndex, bool? AssociatePublicIp, IReadOnlyList<SecurityGroup> Groups, bool DeleteOnTermination);
