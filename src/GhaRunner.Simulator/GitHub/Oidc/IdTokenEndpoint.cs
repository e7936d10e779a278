using System.Text.Json.Nodes;
using GhaRunner.Simulator.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GhaRunner.Simulator.GitHub.Oidc;

/// <summary>Where a job asks for an OIDC token, <c>ACTIONS_ID_TOKEN_REQUEST_URL</c>.</summary>
internal static class IdTokenEndpoint
{
    public const string Path = "/_oidc/token";

    public static void Map(IEndpointRouteBuilder endpoints, IdTokens tokens) => endpoints.MapGet(Path, ControlReply.From(context => Issue(context, tokens)));

    private static (int Status, JsonNode? Body) Issue(HttpContext context, IdTokens tokens)
    {
        if (context.Request.Headers.Authorization.ToString() != "Bearer " + tokens.RequestToken)
            return (401, new JsonObject { ["message"] = "The request token is not valid." });
        var token = tokens.Issue(context.Request.Query["audience"] is [{ Length: > 0 } audience] ? audience : null);
        return (200, new JsonObject { ["count"] = token.Length, ["value"] = token });
    }
}
