namespace GhaRunner.Core;

/// <summary>The workflow run that we are part of, and the GitHub it runs on.</summary>
public sealed record WorkflowRun
{
    /// <summary>The repository, <c>owner/name</c> (<c>GITHUB_REPOSITORY</c>).</summary>
    public required string Repository { get; init; }

    /// <summary>The run (<c>GITHUB_RUN_ID</c>); 0 outside a workflow.</summary>
    public required long RunId { get; init; }

    /// <summary>The attempt, from 1 (<c>GITHUB_RUN_ATTEMPT</c>).</summary>
    public required int RunAttempt { get; init; }

    /// <summary>The job's key (<c>GITHUB_JOB</c>).</summary>
    public required string Job { get; init; }

    /// <summary>The base of the REST API (<c>GITHUB_API_URL</c>).</summary>
    public required Uri ApiUrl { get; init; }

    /// <summary>The base of the web pages, and of runner registrations (<c>GITHUB_SERVER_URL</c>).</summary>
    public required Uri ServerUrl { get; init; }

    /// <summary>Where the job gets its identity tokens; <see langword="null"/> when it may have none.</summary>
    public IdTokenRequest? IdTokenRequest { get; init; }
}
