namespace GhaRunner.Simulator.Aws.Places;

/// <summary>A network.</summary>
internal sealed record Vpc(string VpcId, bool IsDefault, string CidrBlock);
