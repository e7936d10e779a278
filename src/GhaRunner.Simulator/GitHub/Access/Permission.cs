namespace GhaRunner.Simulator.GitHub.Access;

/// <summary>What a token needs for an operation, in the words of <c>x-accepted-github-permissions</c>.</summary>
/// <param name="Name">The permission.</param>
/// <param name="Level"><c>read</c> or <c>write</c>.</param>
internal readonly record struct Permission(string Name, string Level)
{
    public const string Administration = "administration";
    public const string Actions = "actions";
    public const string OrganizationRunners = "organization_self_hosted_runners";
    public const string EnterpriseRunners = "enterprise_self_hosted_runners";

    /// <summary>What it takes to read or change the runners of a scope.</summary>
    public static Permission Runners(ScopeKind kind, string level) => new(
        kind switch
        {
            ScopeKind.Repository => Administration,
            ScopeKind.Organization => OrganizationRunners,
            _ => EnterpriseRunners,
        },
        level);

    public bool GrantedBy(IReadOnlyDictionary<string, string> granted) =>
        granted.TryGetValue(Name, out var level) && Covers(level, Level);

    /// <summary>Whether a granted level is at least the needed one; <c>write</c> includes <c>read</c>.</summary>
    public static bool Covers(string granted, string needed) => granted is "write" or "admin" || granted == needed;

    public override string ToString() => $"{Name}={Level}";
}
