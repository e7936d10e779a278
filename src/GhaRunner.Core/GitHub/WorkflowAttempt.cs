namespace GhaRunner.Core.GitHub;

/// <summary>One attempt of a workflow run (https://docs.github.com/en/rest/actions/workflow-runs#get-a-workflow-run-attempt).</summary>
/// <param name="Id">The run.</param>
/// <param name="RunAttempt">The attempt, from 1.</param>
/// <param name="Status"><c>completed</c>, or anything else while it is not over.</param>
/// <param name="UpdatedAt">When it last changed; of an attempt that is over, no earlier than its end.</param>
public sealed record WorkflowAttempt(long Id, int RunAttempt, string Status, DateTimeOffset UpdatedAt)
{
    /// <summary>Whether it is over.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsCompleted => Status == "completed";
}
