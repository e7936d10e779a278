namespace GhaRunner.Core.GitHub;

/// <summary>A runner's registration, as GitHub shows it.</summary>
/// <param name="Id">GitHub's id.</param>
/// <param name="Name">The runner's name, unique in its scope.</param>
/// <param name="Status"><c>online</c> or <c>offline</c>.</param>
/// <param name="Busy">Whether it runs a job at the moment.</param>
/// <param name="Labels">Its labels.</param>
public sealed record Runner(long Id, string Name, string Status, bool Busy, IReadOnlyList<RunnerLabel>? Labels = null)
{
    /// <summary>Whether it is connected and would take a job.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOnline => Status == "online";
}
