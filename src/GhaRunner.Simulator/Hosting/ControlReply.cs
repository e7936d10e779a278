using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace GhaRunner.Simulator.Hosting;

/// <summary>What the control paths under <c>/_sim</c> have in common: JSON in, JSON out.</summary>
internal static class ControlReply
{
    public static RequestDelegate From(Func<HttpContext, (int Status, JsonNode? Body)> handler) => context => WriteAsync(context, handler(context));

    public static RequestDelegate From(Func<HttpContext, Task<(int Status, JsonNode? Body)>> handler) =>
        async context => await WriteAsync(context, await handler(context));

    public static (int Status, JsonNode? Body) Invalid(string message) => (400, new JsonObject { ["message"] = message });

    /// <summary>Reads the body; <see langword="null"/> when it is not a JSON object.</summary>
    public static async Task<JsonObject?> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task WriteAsync(HttpContext context, (int Status, JsonNode? Body) reply)
    {
        context.Response.StatusCode = reply.Status;
        if (reply.Body is null)
            return;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.Body.WriteAsync(Json.Bytes(reply.Body), context.RequestAborted);
    }
}
