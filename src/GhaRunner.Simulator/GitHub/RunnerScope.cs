namespace GhaRunner.Simulator.GitHub;

/// <summary>Where runners register: a repository, an organization or an enterprise.</summary>
/// <param name="Kind">Which of the three.</param>
/// <param name="Name"><c>owner/repository</c>, <c>organization</c> or the enterprise's slug.</param>
internal readonly record struct RunnerScope(ScopeKind Kind, string Name)
{
    private const string EnterprisePrefix = "enterprises/";

    public static RunnerScope Repository(string name) => new(ScopeKind.Repository, name);

    public string Owner => Kind == ScopeKind.Repository ? Name[..Name.IndexOf('/', StringComparison.Ordinal)] : Name;

    /// <summary>The path of the scope within the API.</summary>
    public string ApiPath => Kind switch
    {
        ScopeKind.Repository => "/repos/" + Name,
        ScopeKind.Organization => "/orgs/" + Name,
        _ => "/enterprises/" + Name,
    };

    /// <summary>Reads <c>owner/repository</c>, <c>organization</c> or <c>enterprises/slug</c>.</summary>
    public static RunnerScope Parse(string text)
    {
        var trimmed = text.Trim('/');
        if (trimmed.StartsWith(EnterprisePrefix, StringComparison.OrdinalIgnoreCase))
            return new RunnerScope(ScopeKind.Enterprise, trimmed[EnterprisePrefix.Length..]);
        return trimmed.Count(c => c == '/') switch
        {
            0 when trimmed.Length > 0 => new RunnerScope(ScopeKind.Organization, trimmed),
            1 => Repository(trimmed),
            _ => throw new FormatException($"'{text}' is neither 'owner/repository' nor 'organization' nor 'enterprises/slug'."),
        };
    }

    /// <summary>Whether a job of the repository may run on a runner of this scope; enterprises own every organization here.</summary>
    public bool Serves(string repository) => Kind switch
    {
        ScopeKind.Repository => SameName(repository),
        ScopeKind.Organization => SameName(Repository(repository).Owner),
        _ => true,
    };

    public bool Equals(RunnerScope other) => Kind == other.Kind && SameName(other.Name);

    public override int GetHashCode() => HashCode.Combine(Kind, StringComparer.OrdinalIgnoreCase.GetHashCode(Name));

    public override string ToString() => Kind == ScopeKind.Enterprise ? EnterprisePrefix + Name : Name;

    private bool SameName(string other) => string.Equals(Name, other, StringComparison.OrdinalIgnoreCase);
}
