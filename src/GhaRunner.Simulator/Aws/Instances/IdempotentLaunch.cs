namespace GhaRunner.Simulator.Aws.Instances;

/// <summary>What a client token has launched.</summary>
/// <param name="Fingerprint">The parameters of the launch.</param>
/// <param name="Instances">What it launched.</param>
internal sealed record IdempotentLaunch(string Fingerprint, IReadOnlyList<Instance> Instances);
