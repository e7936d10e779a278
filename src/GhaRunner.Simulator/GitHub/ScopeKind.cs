namespace GhaRunner.Simulator.GitHub;

/// <summary>The three kinds of places where a runner registers.</summary>
internal enum ScopeKind
{
    Repository,
    Organization,
    Enterprise,
}
