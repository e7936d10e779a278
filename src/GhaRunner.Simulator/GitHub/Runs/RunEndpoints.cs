using GhaRunner.Simulator.GitHub.Access;
using GhaRunner.Simulator.GitHub.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GhaRunner.Simulator.GitHub.Runs;

/// <summary>The API of workflow runs and their jobs (https://docs.github.com/en/rest/actions/workflow-runs).</summary>
internal sealed class RunEndpoints(GitHubServices services)
{
    private static readonly Permission s_read = new(Permission.Actions, "read");

    public void Map(IEndpointRouteBuilder api)
    {
        const string Actions = "/repos/{owner}/{repo}/actions";
        api.MapGet(Actions + "/runs/{run:long}", Endpoint(GetRun));
        api.MapGet(Actions + "/runs/{run:long}/jobs", Endpoint(ListJobs));
        api.MapGet(Actions + "/runs/{run:long}/attempts/{attempt:int}", Endpoint(GetRun));
        api.MapGet(Actions + "/runs/{run:long}/attempts/{attempt:int}/jobs", Endpoint(ListJobs));
        api.MapGet(Actions + "/jobs/{job:long}", Endpoint(GetJob));
    }

    private RequestDelegate Endpoint(Func<ApiCall, ApiReply> handler) =>
        services.Pipeline.ForToken(_ => s_read, call => Task.FromResult(handler(call)));

    private RunAttempt? Find(ApiCall call) => services.Runs.Find(
        call.Scope!.Value.Name, call.RouteNumber("run"), call.Route("attempt").Length > 0 ? (int)call.RouteNumber("attempt") : null);

    private ApiReply GetRun(ApiCall call) =>
        Find(call) is { } run ? ApiReply.Ok(RunJson.Render(run, services.ServerUrl)) : ApiReply.NotFound();

    private ApiReply ListJobs(ApiCall call)
    {
        if (Find(call) is not { } run)
            return ApiReply.NotFound();
        var everyAttempt = call.Query("filter") == "all" && call.Route("attempt").Length == 0;
        var jobs = services.Jobs.List(job => job.RunId == run.RunId && (everyAttempt || job.RunAttempt == run.Attempt));
        return Paging.Page(call, services.ServerUrl, "jobs", jobs, job => RunJson.Render(job, services.ServerUrl));
    }

    private ApiReply GetJob(ApiCall call)
    {
        var repository = call.Scope!.Value.Name;
        return services.Jobs.Find(call.RouteNumber("job")) is { } job && string.Equals(job.Repository, repository, StringComparison.OrdinalIgnoreCase)
            ? ApiReply.Ok(RunJson.Render(job, services.ServerUrl))
            : ApiReply.NotFound();
    }
}
