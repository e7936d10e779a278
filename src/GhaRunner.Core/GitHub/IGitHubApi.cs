using Refit;

namespace GhaRunner.Core.GitHub;

/// <summary>
/// GitHub's REST endpoints for self-hosted runners and their runs, one method an endpoint; <c>scope</c> is <see cref="RunnerScope.ApiPath"/>
/// (https://docs.github.com/en/rest/actions/self-hosted-runners).
/// </summary>
internal interface IGitHubApi
{
    [Post("/{**scope}/actions/runners/generate-jitconfig")]
    Task<JitConfigurationAnswer> GenerateJitConfigurationAsync(string scope, [Body] JitConfigurationRequest request, CancellationToken cancellationToken);

    [Post("/{**scope}/actions/runners/registration-token")]
    Task<RegistrationTokenAnswer> CreateRegistrationTokenAsync(string scope, CancellationToken cancellationToken);

    [Get("/{**scope}/actions/runners")]
    Task<RunnerPage> ListRunnersAsync(string scope, string? name, [AliasAs("per_page")] int perPage, int page, CancellationToken cancellationToken);

    [Delete("/{**scope}/actions/runners/{id}")]
    Task DeleteRunnerAsync(string scope, long id, CancellationToken cancellationToken);

    [Get("/{**scope}/actions/runners/downloads")]
    Task<IReadOnlyList<RunnerDownload>> ListDownloadsAsync(string scope, CancellationToken cancellationToken);

    [Get("/repos/{**repository}/actions/runs/{run}/attempts/{attempt}?exclude_pull_requests=true")]
    Task<WorkflowAttempt> GetRunAttemptAsync(string repository, long run, int attempt, CancellationToken cancellationToken);

    [Get("/{**scope}/actions/runner-groups")]
    Task<RunnerGroupPage> ListRunnerGroupsAsync(string scope, [AliasAs("per_page")] int perPage, int page, CancellationToken cancellationToken);
}
