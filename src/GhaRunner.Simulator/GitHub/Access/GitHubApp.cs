namespace GhaRunner.Simulator.GitHub.Access;

/// <summary>A GitHub App: who signs with its key may get tokens of its installations.</summary>
public sealed record GitHubApp
{
    /// <summary>The App's number, one of the two issuers that its JWTs may name.</summary>
    public required long Id { get; init; }

    /// <summary>The App's client id, the other issuer.</summary>
    /// <value>Default: <c>Iv23simulator</c>.</value>
    public string ClientId { get; init; } = "Iv23simulator";

    /// <summary>The App's name in URLs.</summary>
    /// <value>Default: <c>gha-runner-app</c>.</value>
    public string Slug { get; init; } = "gha-runner-app";

    /// <summary>The public half of the App's RSA key, as PEM.</summary>
    public required string PublicKeyPem { get; init; }

    /// <summary>What the App may do at most: permission to <c>read</c> or <c>write</c>.</summary>
    /// <value>Default: what a start action needs.</value>
    public IReadOnlyDictionary<string, string> Permissions { get; init; } = new Dictionary<string, string>
    {
        [Permission.Administration] = "write",
        [Permission.OrganizationRunners] = "write",
        [Permission.Actions] = "read",
        ["metadata"] = "read",
    };

    /// <summary>Where the App is installed.</summary>
    public IReadOnlyList<GitHubAppInstallation> Installations { get; init; } = [];
}
