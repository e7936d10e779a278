using GhaRunner.Abstractions;

namespace GhaRunner.Core.GitHub;

/// <summary>Who we are on GitHub and where the runners register. Inputs of every verb.</summary>
public sealed class GitHubOptions : IValidatedOptions
{
    /// <summary>The token; empty when a GitHub App is used.</summary>
    [Input("github-token", "Token that may register runners: fine-grained with repository permission Administration (write), or for an organization Self-hosted runners (write). The workflow's own GITHUB_TOKEN cannot.", Secret = true)]
    public string Token { get; set; } = "";

    /// <summary>The app's id or client id; empty when a token is used.</summary>
    [Input("github-app-id", "Instead of a token: the id or client id of a GitHub App that is installed where the runner registers.", Pattern = "[A-Za-z0-9.]{1,64}", PatternMeaning = "a GitHub App's id (digits) or client id")]
    public string AppId { get; set; } = "";

    /// <summary>The app's private key as PEM; empty when a token is used.</summary>
    [Input("github-app-private-key", "The app's private key (PEM). Its installation token is narrowed to what is needed and revoked at the end.", Secret = true)]
    public string AppPrivateKey { get; set; } = "";

    /// <summary>Where the runners register, as written; empty for the current repository.</summary>
    [Input("scope", "Where the runner registers: owner/repo, owner (an organization) or enterprises/slug. Default: the current repository.")]
    public string Scope { get; set; } = "";

    /// <summary>Whether runs are looked at too; no input: what needs it sets it. An app's token then gets that permission beside.</summary>
    public bool ReadsRuns { get; set; }

    /// <inheritdoc/>
    public IEnumerable<InputProblem> Validate()
    {
        if (Token.Length > 0 && (AppId.Length > 0 || AppPrivateKey.Length > 0))
            yield return new InputProblem("github-token", "is given together with a GitHub App: give either github-token, or github-app-id and github-app-private-key.");
        else if (Token.Length == 0 && AppId.Length == 0 && AppPrivateKey.Length == 0)
            yield return new InputProblem("github-token", "is missing: give a token that may register runners, or github-app-id and github-app-private-key.");
        else if (Token.Length == 0 && AppId.Length == 0)
            yield return new InputProblem("github-app-id", "is missing: github-app-private-key needs the app's id or client id beside it.");
        else if (Token.Length == 0 && AppPrivateKey.Length == 0)
            yield return new InputProblem("github-app-private-key", "is missing: github-app-id needs the app's private key (PEM) beside it.");

        if (Token.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)))
            yield return new InputProblem("github-token", "contains a blank or a line break: paste the token alone into the secret.");
        if (AppPrivateKey.Length > 0 && AppJsonWebToken.ExplainBadKey(AppPrivateKey) is { } problem)
            yield return new InputProblem("github-app-private-key", problem);

        if (Scope.Length > 0 && !RunnerScope.TryParse(Scope, out _))
            yield return new InputProblem("scope", $"is '{Scope}': write owner/repo, owner (an organization) or enterprises/slug.");
    }
}
