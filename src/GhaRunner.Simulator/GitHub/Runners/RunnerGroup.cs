namespace GhaRunner.Simulator.GitHub.Runners;

/// <summary>A runner group of an organization or enterprise.</summary>
/// <param name="Scope">Whose group it is: <c>organization</c> or <c>enterprises/slug</c>.</param>
/// <param name="Id">The group's number; 1 is the group <c>Default</c>.</param>
/// <param name="Name">The group's name.</param>
public sealed record RunnerGroup(string Scope, long Id, string Name)
{
    /// <summary>Who may use the group: <c>all</c>, <c>private</c> or <c>selected</c>.</summary>
    /// <value>Default: <c>all</c>.</value>
    public string Visibility { get; init; } = "all";
}
