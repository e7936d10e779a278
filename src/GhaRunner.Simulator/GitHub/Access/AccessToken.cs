namespace GhaRunner.Simulator.GitHub.Access;

/// <summary>A token that the simulated GitHub accepts, and what it may do.</summary>
public sealed record AccessToken
{
    /// <summary>The token itself.</summary>
    public required string Value { get; init; }

    /// <summary>What kind of token it is; decides the words of a refusal.</summary>
    /// <value>Default: <see cref="AccessTokenKind.PersonalAccessToken"/>.</value>
    public AccessTokenKind Kind { get; init; }

    /// <summary>What the token may do: permission to <c>read</c> or <c>write</c>.</summary>
    /// <value>
    /// Known permissions: <c>administration</c>, <c>actions</c>, <c>organization_self_hosted_runners</c> and
    /// <c>enterprise_self_hosted_runners</c>. Default: none.
    /// </value>
    public IReadOnlyDictionary<string, string> Permissions { get; init; } = new Dictionary<string, string>();

    /// <summary>The scopes that the token can see, as in <see cref="SimulatorOptions.Scopes"/>; all others are 404 to it.</summary>
    /// <value>Default: <see langword="null"/>, every scope.</value>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>When the token stops being valid.</summary>
    /// <value>Default: <see langword="null"/>, never.</value>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>A personal access token that may do everything that the simulator knows.</summary>
    /// <param name="value">The token.</param>
    /// <returns>The token with every permission, for every scope.</returns>
    public static AccessToken Administrator(string value) => new()
    {
        Value = value,
        Permissions = new Dictionary<string, string>
        {
            [Permission.Administration] = "write",
            [Permission.Actions] = "write",
            [Permission.OrganizationRunners] = "write",
            [Permission.EnterpriseRunners] = "write",
        },
    };

    /// <summary>Hides the token.</summary>
    /// <returns>The kind alone.</returns>
    public override string ToString() => $"AccessToken {{ {Kind} }}";
}
