using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace GhaRunner.Core.GitHub;

/// <summary>Where a runner registers: a repository, an organization or an enterprise.</summary>
/// <param name="Kind">Which of the three.</param>
/// <param name="Name">The name as written: <c>owner/repo</c>, <c>owner</c> or <c>enterprises/slug</c>.</param>
public sealed partial record RunnerScope(RunnerScopeKind Kind, string Name)
{
    /// <summary>The beginning of its REST paths, without slashes at the ends.</summary>
    public string ApiPath => Kind switch
    {
        RunnerScopeKind.Repository => $"repos/{Name}",
        RunnerScopeKind.Organization => $"orgs/{Name}",
        _ => Name,
    };

    /// <summary>The last part of <see cref="Name"/>: the repository, organization or enterprise alone.</summary>
    public string ShortName => Name[(Name.LastIndexOf('/') + 1)..];

    /// <summary>The permission that registering a runner here needs, in the words of GitHub's token pages.</summary>
    public string NeededPermission => Kind switch
    {
        RunnerScopeKind.Repository => $"repository permission Administration (write) on {Name}; for a classic token the scope 'repo' of a repository admin",
        RunnerScopeKind.Organization => $"organization permission Self-hosted runners (write) in {Name}; for a classic token the scope 'admin:org' of an owner",
        _ => $"the classic token scope 'manage_runners:enterprise' for the enterprise {ShortName}",
    };

    /// <summary>The page to register at, for <c>config.sh --url</c>.</summary>
    /// <param name="serverUrl">GitHub's own address (<c>GITHUB_SERVER_URL</c>).</param>
    /// <returns>An absolute URL.</returns>
    public string RegistrationUrl(Uri serverUrl) => $"{serverUrl.ToString().TrimEnd('/')}/{Name}";

    /// <summary>Parses a scope.</summary>
    /// <param name="text"><c>owner/repo</c>, <c>owner</c> or <c>enterprises/slug</c>.</param>
    /// <param name="scope">The scope when the answer is <see langword="true"/>.</param>
    /// <returns>Whether the text is one of the three forms.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out RunnerScope? scope)
    {
        scope = null;
        if (!Form().IsMatch(text))
            return false;
        var kind = !text.Contains('/') ? RunnerScopeKind.Organization
            : text.StartsWith("enterprises/", StringComparison.Ordinal) ? RunnerScopeKind.Enterprise
            : RunnerScopeKind.Repository;
        scope = new RunnerScope(kind, text);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9._-]*[A-Za-z0-9_-][A-Za-z0-9._-]*)?\z")]
    private static partial Regex Form();
}
