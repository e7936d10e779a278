using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws;

/// <summary>What one of AWS's error codes means.</summary>
/// <param name="Category">The contract's category.</param>
/// <param name="Code">Our stable code.</param>
/// <param name="Remedy">Which input, permission or quota to change.</param>
/// <param name="Scope">Which candidates are pointless then.</param>
internal sealed record AwsErrorRule(ErrorCategory Category, string Code, string Remedy, BlockedScope Scope = BlockedScope.Candidate);
