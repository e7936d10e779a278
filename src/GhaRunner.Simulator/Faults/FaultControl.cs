using System.Text.Json.Nodes;
using GhaRunner.Simulator.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GhaRunner.Simulator.Faults;

/// <summary>The control paths of the faults.</summary>
internal static class FaultControl
{
    public static void Map(IEndpointRouteBuilder endpoints, FaultScript script)
    {
        endpoints.MapGet("/_sim/faults", ControlReply.From(_ => (200, Json.Array(script.All.Select(Render)))));
        endpoints.MapPost("/_sim/faults", ControlReply.From(context => AddAsync(context, script)));
        endpoints.MapDelete("/_sim/faults", ControlReply.From(_ =>
        {
            script.Clear();
            return (204, null);
        }));
    }

    private static async Task<(int Status, JsonNode? Body)> AddAsync(HttpContext context, FaultScript script)
    {
        var body = await ControlReply.ReadAsync(context);
        if (body?.String("path") is not { } path)
            return ControlReply.Invalid("path (a regular expression) is needed; method, skip, times, status, body, headers, html, delay_ms, drop and after_effect may be given.");
        try
        {
            return (201, Render(script.Add(new FaultRule
            {
                Method = body.String("method"),
                Path = path,
                Skip = (int)(body.Number("skip") ?? 0),
                Times = (int)(body.Number("times") ?? 1),
                Effect = Effect(body),
            })));
        }
        catch (ArgumentException failure)
        {
            return ControlReply.Invalid(failure.Message);
        }
    }

    private static FaultEffect Effect(JsonObject body)
    {
        var status = (int?)body.Number("status");
        var effect = Flag(body, "html") ? FaultEffect.Html(status ?? 502) : new FaultEffect { StatusCode = status };
        return effect with
        {
            Body = body.String("body") ?? effect.Body,
            Headers = body.StringMap("headers") ?? [],
            Delay = TimeSpan.FromMilliseconds(body.Number("delay_ms") ?? 0),
            Drop = Flag(body, "drop"),
            Timing = Flag(body, "after_effect") ? FaultTiming.AfterEffect : FaultTiming.BeforeEffect,
        };
    }

    private static bool Flag(JsonObject body, string property) => body[property]?.GetValueKind() == System.Text.Json.JsonValueKind.True;

    private static JsonObject Render(ScriptedFault fault) => new()
    {
        ["method"] = fault.Rule.Method,
        ["path"] = fault.Rule.Path,
        ["skip"] = fault.Rule.Skip,
        ["times"] = fault.Rule.Times,
        ["seen"] = fault.Seen,
        ["struck"] = fault.Struck,
    };
}
