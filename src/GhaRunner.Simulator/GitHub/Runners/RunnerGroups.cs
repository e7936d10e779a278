namespace GhaRunner.Simulator.GitHub.Runners;

/// <summary>The runner groups of every scope. A repository has no list of groups, but its runners are in group 1 all the same.</summary>
internal sealed class RunnerGroups(IReadOnlyList<RunnerGroup> declared)
{
    public List<RunnerGroup> Of(RunnerScope scope) =>
        [new RunnerGroup(scope.ToString(), 1, "Default"), .. declared.Where(group => RunnerScope.Parse(group.Scope) == scope)];

    public RunnerGroup? Find(RunnerScope scope, long id) => Of(scope).Find(group => group.Id == id);

    /// <summary>Finds a group by its name; an empty name is the default group.</summary>
    public RunnerGroup? Find(RunnerScope scope, string name) => name.Length == 0
        ? Of(scope)[0]
        : Of(scope).Find(group => string.Equals(group.Name, name, StringComparison.OrdinalIgnoreCase));
}
