using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace GhaRunner.Simulator.Hosting;

/// <summary>The control paths of the request logs.</summary>
internal static class RequestLogControl
{
    public static void Map(IEndpointRouteBuilder endpoints, RequestLog api, RequestLog runner)
    {
        endpoints.MapGet("/_sim/requests", ControlReply.From(_ => (200, Render(api))));
        endpoints.MapGet("/_sim/runner-requests", ControlReply.From(_ => (200, Render(runner))));
        endpoints.MapDelete("/_sim/requests", ControlReply.From(_ =>
        {
            api.Clear();
            runner.Clear();
            return (204, null);
        }));
    }

    private static JsonObject Render(RequestLog log) => new()
    {
        ["peak_concurrency"] = log.PeakConcurrency,
        ["requests"] = Json.Array(log.All.Select(request => new JsonObject
        {
            ["timestamp"] = request.Timestamp.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            ["method"] = request.Method,
            ["path"] = request.PathAndQuery,
            ["body"] = request.Body,
            ["status"] = request.Status,
            ["user_agent"] = request.UserAgent,
            ["authorization_hash"] = request.AuthorizationHash,
            ["concurrency"] = request.Concurrency,
        })),
    };
}
