namespace GhaRunner.Simulator.GitHub.Oidc;

/// <summary>What an OIDC token says.</summary>
internal sealed record IdTokenClaims(string Subject, string Audience, DateTimeOffset Expiry);
