using System.Globalization;
using System.Text;
using GhaRunner.Simulator.GitHub.Jobs;
using GhaRunner.Simulator.GitHub.Runners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GhaRunner.Simulator.GitHub.Protocol;

/// <summary>
/// What the stand-in runner speaks: plain text, so that it needs no JSON parser. It takes the place of the real runner's
/// private protocol, which nobody else depends on.
/// </summary>
internal sealed class RunnerProtocol(GitHubServices services, CancellationToken stopping)
{
    private static readonly TimeSpan s_pollHold = TimeSpan.FromSeconds(2);

    public void Map(IEndpointRouteBuilder endpoints)
    {
        var runner = endpoints.MapGroup(GitHubPaths.RunnerProtocol);
        runner.MapPost("/registrations", new RegistrationProtocol(services).RegisterAsync);
        runner.MapPost("/removals", ForRunner(new RegistrationProtocol(services).RemoveAsync));
        runner.MapPost("/sessions", ForRunner(OpenSessionAsync));
        runner.MapDelete("/sessions/{session}", ForRunner(CloseSession));
        runner.MapGet("/sessions/{session}/message", ForRunner(PollAsync));
        runner.MapPost("/jobs/{job:long}/log", ForRunner(AppendLogAsync));
        runner.MapPost("/jobs/{job:long}/complete", ForRunner(CompleteAsync));
        endpoints.MapGet(GitHubPaths.Releases + "/{version}/{file}", DownloadAsync);
    }

    public static Task AnswerAsync(HttpContext context, int status, string body = "")
    {
        context.Response.StatusCode = status;
        if (body.Length == 0)
            return Task.CompletedTask;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), context.RequestAborted).AsTask();
    }

    /// <summary>Finds whose request it is by its client id; 401 when no such registration exists (any more).</summary>
    private RequestDelegate ForRunner(Func<HttpContext, Runner, Task> handler) => context =>
    {
        var header = context.Request.Headers.Authorization.ToString();
        var clientId = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..] : "";
        return services.Fleet.FindByClientId(clientId) is { } runner ? handler(context, runner) : AnswerAsync(context, 401);
    };

    private async Task OpenSessionAsync(HttpContext context, Runner runner)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var session = services.Sessions.Open(runner, "Linux", form["version"].ToString());
        await AnswerAsync(context, session is null ? 409 : 201, session ?? "");
    }

    private Task CloseSession(HttpContext context, Runner runner)
    {
        services.Sessions.Close(runner, Route(context, "session"));
        return AnswerAsync(context, 204);
    }

    /// <summary>Answers a job, or 204 after a while, 410 for a session that was replaced, 404 for a registration that is gone.</summary>
    private async Task PollAsync(HttpContext context, Runner runner)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        using var poll = services.Sessions.BeginPoll(runner);
        var time = services.Options.TimeProvider;
        var began = time.GetTimestamp();
        while (true)
        {
            ended.Token.ThrowIfCancellationRequested();
            var change = services.Pulse.Next;
            if (runner.SessionId != Route(context, "session"))
            {
                await AnswerAsync(context, 410);
                return;
            }

            var (registered, job) = services.Jobs.TryTake(runner);
            var remaining = s_pollHold - time.GetElapsedTime(began);
            if (!registered || job is not null || remaining <= TimeSpan.Zero)
            {
                await AnswerAsync(context, !registered ? 404 : job is null ? 204 : 200, job is null ? "" : Message(job));
                return;
            }

            try
            {
                await change.WaitAsync(remaining, time, ended.Token);
            }
            catch (TimeoutException)
            {
                // Nothing happened while the poll was held.
            }
        }
    }

    private async Task AppendLogAsync(HttpContext context, Runner runner)
    {
        services.Sessions.Heartbeat(runner);
        if (JobOf(context, runner) is not { } job)
        {
            await AnswerAsync(context, 404);
            return;
        }

        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, context.RequestAborted);
        _ = long.TryParse(context.Request.Query["offset"], NumberStyles.None, CultureInfo.InvariantCulture, out var offset);
        job.AppendLog(offset, content.GetBuffer().AsSpan(0, (int)content.Length));
        await AnswerAsync(context, 200, job.CancelRequested ? "cancel" : "continue");
    }

    private Task CompleteAsync(HttpContext context, Runner runner)
    {
        if (JobOf(context, runner) is not { } job)
            return AnswerAsync(context, 404);
        services.Sessions.Heartbeat(runner);
        var steps = context.Request.Query["steps"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
        services.Jobs.Complete(job, context.Request.Query["conclusion"].ToString(), steps);
        return AnswerAsync(context, 204);
    }

    private Task DownloadAsync(HttpContext context)
    {
        var path = context.Request.Path.Value;
        if (services.Packages.All.FirstOrDefault(one => one.Path == path) is not { } package)
            return AnswerAsync(context, 404, "Not Found");
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = package.Content.Length;
        return context.Response.Body.WriteAsync(package.Content, context.RequestAborted).AsTask();
    }

    private static SimulatedJob? JobOf(HttpContext context, Runner runner) =>
        runner.Job is { } job && job.Id.ToString(CultureInfo.InvariantCulture) == Route(context, "job") ? job : null;

    private static string Route(HttpContext context, string name) => context.GetRouteValue(name)?.ToString() ?? "";

    /// <summary>A line an item: key, space, base64 value.</summary>
    private static string Message(SimulatedJob job)
    {
        var message = new StringBuilder();
        Line("id", job.Id.ToString(CultureInfo.InvariantCulture));
        Line("name", job.Name);
        Line("repository", job.Repository);
        Line("run", job.RunId.ToString(CultureInfo.InvariantCulture));
        Line("attempt", job.RunAttempt.ToString(CultureInfo.InvariantCulture));
        foreach (var step in job.Specification.Steps)
            Line("step", step);
        return message.ToString();

        void Line(string key, string value) =>
            message.Append(key).Append(' ').Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(value))).Append('\n');
    }
}
