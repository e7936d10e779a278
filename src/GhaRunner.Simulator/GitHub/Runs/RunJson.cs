using System.Text.Json.Nodes;
using GhaRunner.Simulator.GitHub.Jobs;
using GhaRunner.Simulator.Hosting;

namespace GhaRunner.Simulator.GitHub.Runs;

/// <summary>Runs and jobs as the API shows them.</summary>
internal static class RunJson
{
    private const string HeadSha = "0123456789abcdef0123456789abcdef01234567";

    public static JsonNode Render(RunAttempt run, Uri serverUrl)
    {
        var url = RunUrl(run.Repository, run.RunId, serverUrl);
        var parts = run.Repository.Split('/');
        return new JsonObject
        {
            ["id"] = run.RunId,
            ["name"] = "CI",
            ["head_branch"] = "main",
            ["head_sha"] = HeadSha,
            ["path"] = ".github/workflows/ci.yml",
            ["display_title"] = "CI",
            ["run_number"] = 1,
            ["event"] = "push",
            ["status"] = run.Status,
            ["conclusion"] = run.Conclusion,
            ["workflow_id"] = 1,
            ["url"] = url,
            ["html_url"] = HtmlUrl(run.Repository, run.RunId, serverUrl),
            ["created_at"] = Json.Moment(run.StartedAt),
            ["updated_at"] = Json.Moment(run.UpdatedAt),
            ["run_attempt"] = run.Attempt,
            ["run_started_at"] = Json.Moment(run.StartedAt),
            ["jobs_url"] = url + "/jobs",
            ["logs_url"] = url + "/logs",
            ["cancel_url"] = url + "/cancel",
            ["rerun_url"] = url + "/rerun",
            ["previous_attempt_url"] = run.Attempt > 1 ? $"{url}/attempts/{run.Attempt - 1}" : null,
            ["repository"] = new JsonObject
            {
                ["id"] = 1,
                ["name"] = parts[1],
                ["full_name"] = run.Repository,
                ["owner"] = new JsonObject { ["login"] = parts[0] },
            },
        };
    }

    public static JsonNode Render(SimulatedJob job, Uri serverUrl) => new JsonObject
    {
        ["id"] = job.Id,
        ["run_id"] = job.RunId,
        ["workflow_name"] = "CI",
        ["head_branch"] = "main",
        ["run_url"] = RunUrl(job.Repository, job.RunId, serverUrl),
        ["run_attempt"] = job.RunAttempt,
        ["head_sha"] = HeadSha,
        ["url"] = $"{ActionsUrl(job.Repository, serverUrl)}/jobs/{job.Id}",
        ["html_url"] = $"{HtmlUrl(job.Repository, job.RunId, serverUrl)}/job/{job.Id}",
        ["status"] = job.Status,
        ["conclusion"] = job.Conclusion,
        ["created_at"] = Json.Moment(job.CreatedAt),
        ["started_at"] = Json.Moment(job.StartedAt ?? job.CreatedAt),
        ["completed_at"] = Json.Moment(job.CompletedAt),
        ["name"] = job.Name,
        ["steps"] = Json.Array(job.Specification.Steps.Select((script, index) => Step(job, script, index))),
        ["labels"] = Json.Strings(job.Labels),
        ["runner_id"] = job.Runner?.Id ?? 0,
        ["runner_name"] = job.RunnerName ?? "",
        ["runner_group_id"] = job.Runner?.Specification.Group.Id ?? 0,
        ["runner_group_name"] = job.Runner?.Specification.Group.Name ?? "",
    };

    private static JsonObject Step(SimulatedJob job, string script, int index) => new()
    {
        ["name"] = JobSpecification.StepName(script),
        ["status"] = job.Status,
        ["conclusion"] = job.StepConclusions.ElementAtOrDefault(index),
        ["number"] = index + 1,
    };

    private static string ActionsUrl(string repository, Uri serverUrl) =>
        new Uri(serverUrl, $"{GitHubPaths.Api}/repos/{repository}/actions").ToString();

    private static string RunUrl(string repository, long runId, Uri serverUrl) => $"{ActionsUrl(repository, serverUrl)}/runs/{runId}";

    private static string HtmlUrl(string repository, long runId, Uri serverUrl) => new Uri(serverUrl, $"{repository}/actions/runs/{runId}").ToString();
}
