namespace GhaRunner.Core.GitHub;

/// <summary>The three places that a runner can belong to.</summary>
public enum RunnerScopeKind
{
    /// <summary>One repository.</summary>
    Repository,

    /// <summary>An organization, shared by its repositories through runner groups.</summary>
    Organization,

    /// <summary>An enterprise, shared by its organizations.</summary>
    Enterprise,
}
