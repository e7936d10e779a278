namespace GhaRunner.Simulator.GitHub.Access;

/// <summary>One installation of a <see cref="GitHubApp"/>.</summary>
public sealed record GitHubAppInstallation
{
    /// <summary>The installation's number.</summary>
    public required long Id { get; init; }

    /// <summary>Who installed it: an organization or user, or <c>enterprises/slug</c>.</summary>
    public required string Account { get; init; }

    /// <summary>The repositories it was installed for, as <c>owner/repository</c>.</summary>
    /// <value>Default: <see langword="null"/>, all of the account.</value>
    public IReadOnlyList<string>? Repositories { get; init; }

    /// <summary>Whether the installation is suspended; its tokens are then refused with 403.</summary>
    public bool Suspended { get; init; }

    internal bool Covers(RunnerScope scope)
    {
        var account = RunnerScope.Parse(Account);
        return scope.Kind switch
        {
            ScopeKind.Repository when Repositories is { } chosen => chosen.Any(name => RunnerScope.Repository(name) == scope),
            ScopeKind.Repository => account.Kind == ScopeKind.Organization && account.Serves(scope.Name),
            _ => account == scope,
        };
    }
}
