using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GhaRunner.Simulator.GitHub.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GhaRunner.Simulator.GitHub.Api;

/// <summary>One call of the API, after authentication.</summary>
internal sealed class ApiCall(HttpContext context, string credential, AccessToken? token)
{
    public HttpContext Context => context;

    /// <summary>The token as it was sent.</summary>
    public string Credential => credential;

    /// <summary>Whose call it is; <see langword="null"/> for a GitHub App that signs for itself.</summary>
    public AccessToken? Token => token;

    /// <summary>The scope in the path, or <see langword="null"/> when the endpoint has none.</summary>
    public RunnerScope? Scope { get; } = ScopeOf(context);

    public string Route(string name) => context.GetRouteValue(name)?.ToString() ?? "";

    /// <summary>A number in the path; -1, which nothing has, when it is not one.</summary>
    public long RouteNumber(string name) => long.TryParse(Route(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    public string? Query(string name) => context.Request.Query[name].FirstOrDefault();

    /// <summary>The body; an absent one is an empty object, a broken one <see langword="null"/>.</summary>
    public async Task<JsonObject?> ReadBodyAsync()
    {
        if (context.Request.Body.Length == 0)
            return [];
        try
        {
            return await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static RunnerScope? ScopeOf(HttpContext context)
    {
        if (context.GetRouteValue("owner") is { } owner)
            return RunnerScope.Repository($"{owner}/{context.GetRouteValue("repo")}");
        if (context.GetRouteValue("org") is { } organization)
            return new RunnerScope(ScopeKind.Organization, organization.ToString()!);
        return context.GetRouteValue("enterprise") is { } enterprise ? new RunnerScope(ScopeKind.Enterprise, enterprise.ToString()!) : null;
    }
}
