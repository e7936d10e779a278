using System.Text.Json.Nodes;
using GhaRunner.Simulator.GitHub.Jobs;
using GhaRunner.Simulator.GitHub.Runners;
using GhaRunner.Simulator.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GhaRunner.Simulator.GitHub;

/// <summary>The control paths of the simulated GitHub, for puppeteers in other processes.</summary>
internal sealed class GitHubControl(GitHubServices services)
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        var control = endpoints.MapGroup("/_sim");
        control.MapPost("/jobs", ControlReply.From(EnqueueAsync));
        control.MapGet("/jobs", ControlReply.From(_ => (200, Json.Array(services.Jobs.List(_ => true).Select(Render)))));
        control.MapGet("/jobs/{job:long}", ControlReply.From(context => Find(context) is { } job ? (200, Render(job)) : (404, null)));
        control.MapPost("/jobs/{job:long}/cancel", ControlReply.From(Cancel));
        control.MapPost("/runs", ControlReply.From(DeclareRunAsync));
        control.MapGet("/state", ControlReply.From(_ => (200, State())));
    }

    private async Task<(int Status, JsonNode? Body)> EnqueueAsync(HttpContext context)
    {
        var body = await ControlReply.ReadAsync(context);
        if (body?.String("repository") is not { } repository || body.Number("run_id") is not { } runId || body.StringList("labels") is not { } labels)
            return ControlReply.Invalid("repository (string), run_id (number) and labels (array of strings) are needed; name and steps (array of strings) may be given.");
        var job = services.Jobs.Enqueue(new JobSpecification
        {
            Repository = repository,
            RunId = runId,
            Name = body.String("name") ?? "test",
            Labels = labels,
            Steps = body.StringList("steps") ?? [],
        });
        return (201, Render(job));
    }

    private (int Status, JsonNode? Body) Cancel(HttpContext context)
    {
        if (Find(context) is not { } job)
            return (404, null);
        job.Cancel();
        return (202, Render(job));
    }

    private async Task<(int Status, JsonNode? Body)> DeclareRunAsync(HttpContext context)
    {
        var body = await ControlReply.ReadAsync(context);
        if (body?.String("repository") is not { } repository || body.Number("run_id") is not { } runId)
            return ControlReply.Invalid("repository (string) and run_id (number) are needed; status, conclusion, attempt and seconds_ago may be given.");
        services.Runs.Declare(repository, runId, body.String("status") ?? "in_progress", body.String("conclusion"), (int)(body.Number("attempt") ?? 1),
            TimeSpan.FromSeconds(body.Number("seconds_ago") ?? 0));
        return (204, null);
    }

    private SimulatedJob? Find(HttpContext context) =>
        long.TryParse(context.GetRouteValue("job")?.ToString(), out var id) ? services.Jobs.Find(id) : null;

    private JsonObject State() => new()
    {
        ["runners"] = Json.Array(services.Fleet.List(_ => true, Render)),
        ["jobs"] = Json.Array(services.Jobs.List(_ => true).Select(Render)),
        ["runs"] = Json.Array(services.Runs.All().Select(run => new JsonObject
        {
            ["repository"] = run.Repository,
            ["run_id"] = run.RunId,
            ["attempt"] = run.Attempt,
            ["status"] = run.Status,
            ["conclusion"] = run.Conclusion,
        })),
    };

    private static JsonObject Render(Runner runner, bool online) => new()
    {
        ["scope"] = runner.Scope.ToString(),
        ["id"] = runner.Id,
        ["name"] = runner.Specification.Name,
        ["status"] = online ? "online" : "offline",
        ["busy"] = runner.Job is not null,
        ["ephemeral"] = runner.Specification.Ephemeral,
        ["ever_connected"] = runner.EverConnected,
        ["labels"] = Json.Strings(runner.Specification.Labels.Select(label => label.Name)),
    };

    private static JsonObject Render(SimulatedJob job) => new()
    {
        ["id"] = job.Id,
        ["repository"] = job.Repository,
        ["run_id"] = job.RunId,
        ["name"] = job.Name,
        ["labels"] = Json.Strings(job.Labels),
        ["status"] = job.Status,
        ["conclusion"] = job.Conclusion,
        ["runner_name"] = job.RunnerName,
        ["log"] = job.Log,
    };
}
