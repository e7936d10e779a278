namespace GhaRunner.Simulator.GitHub.Access;

/// <summary>Where a token comes from.</summary>
public enum AccessTokenKind
{
    /// <summary>A person's token, classic or fine-grained: refused as "personal access token".</summary>
    PersonalAccessToken,

    /// <summary>A token of a GitHub App's installation: refused as "integration".</summary>
    Installation,

    /// <summary>A workflow's own <c>GITHUB_TOKEN</c>: refused as "integration"; it can never administer runners.</summary>
    Workflow,
}
