namespace GhaRunner.Simulator.Aws.Places;

/// <summary>A security group.</summary>
internal sealed record SecurityGroup(string GroupId, string Name, string VpcId);
