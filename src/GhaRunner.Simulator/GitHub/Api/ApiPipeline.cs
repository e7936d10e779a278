using System.Globalization;
using System.Security.Cryptography;
using GhaRunner.Simulator.GitHub.Access;
using GhaRunner.Simulator.Hosting;
using Microsoft.AspNetCore.Http;

namespace GhaRunner.Simulator.GitHub.Api;

/// <summary>What every endpoint of the API has in common: who may call it, and the headers of its answer.</summary>
internal sealed class ApiPipeline(SimulatorOptions options, TokenStore tokens)
{
    private readonly HashSet<RunnerScope> _scopes = [.. options.Scopes.Select(RunnerScope.Parse)];

    /// <summary>Makes an endpoint that takes a token with a permission; the permission may depend on the kind of scope.</summary>
    public RequestDelegate ForToken(Func<ApiCall, Permission?> needed, Func<ApiCall, Task<ApiReply>> handler) => context =>
        RunAsync(context, async credential =>
        {
            if (credential.Length == 0)
                return ApiReply.Error(401, "Requires authentication");
            if (tokens.Find(credential) is not { } token)
                return ApiReply.Error(401, "Bad credentials");

            var call = new ApiCall(context, credential, token);
            Charge(context, credential);
            var permission = needed(call);
            if (permission is { } announced)
                context.Response.Headers["x-accepted-github-permissions"] = announced.ToString();
            return Refusal(call, token, permission) ?? await handler(call);
        });

    /// <summary>Makes an endpoint that takes the signed token of a GitHub App.</summary>
    public RequestDelegate ForApp(Func<ApiCall, Task<ApiReply>> handler) => context =>
        RunAsync(context, async credential =>
        {
            if (!AppJwt.LooksLikeOne(credential))
                return ApiReply.Error(401, "A JSON web token could not be decoded");
            return AppJwt.Refusal(credential, options.App, options.TimeProvider.GetUtcNow()) is { } refusal
                ? ApiReply.Error(refusal.Status, refusal.Message)
                : await handler(new ApiCall(context, credential, null));
        });

    /// <summary>Answers a path that does not exist.</summary>
    public static Task NotFoundAsync(HttpContext context) => RunAsync(context, static _ => Task.FromResult(ApiReply.NotFound()));

    private static async Task RunAsync(HttpContext context, Func<string, Task<ApiReply>> handler)
    {
        var headers = context.Response.Headers;
        headers["x-github-request-id"] = RequestId();
        headers["x-github-api-version-selected"] = context.Request.Headers["X-GitHub-Api-Version"].FirstOrDefault() ?? "2022-11-28";
        headers["x-github-media-type"] = "github.v3; format=json";
        if (context.Request.Headers.UserAgent.Count == 0)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            context.Response.ContentType = "text/plain";
            await context.Response.Body.WriteAsync(
                "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.\n"u8.ToArray(), context.RequestAborted);
            return;
        }

        await WriteAsync(context, await handler(Credential(context.Request)));
    }

    private ApiReply? Refusal(ApiCall call, AccessToken token, Permission? needed)
    {
        if (call.Scope is { } scope && (!_scopes.Contains(scope) || !CanSee(token, scope)))
            return ApiReply.NotFound();
        return needed is { } permission && !permission.GrantedBy(token.Permissions)
            ? ApiReply.Error(403, token.Kind == AccessTokenKind.PersonalAccessToken
                ? "Resource not accessible by personal access token"
                : "Resource not accessible by integration")
            : null;
    }

    private static bool CanSee(AccessToken token, RunnerScope scope) =>
        token.Scopes is not { } visible || visible.Any(name => RunnerScope.Parse(name) == scope);

    private void Charge(HttpContext context, string credential)
    {
        var used = context.Request.Path.Value!.EndsWith("/rate_limit", StringComparison.Ordinal) ? tokens.Used(credential) : tokens.Charge(credential);
        var now = options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();
        var headers = context.Response.Headers;
        headers["x-ratelimit-limit"] = Text(TokenStore.HourlyLimit);
        headers["x-ratelimit-remaining"] = Text(Math.Max(0, TokenStore.HourlyLimit - used));
        headers["x-ratelimit-used"] = Text(used);
        headers["x-ratelimit-reset"] = Text(now - (now % 3600) + 3600);
        headers["x-ratelimit-resource"] = "core";
    }

    private static string Credential(HttpRequest request)
    {
        var parts = request.Headers.Authorization.ToString().Split(' ', 2, StringSplitOptions.TrimEntries);
        return parts.Length == 2 && parts[0].ToUpperInvariant() is "BEARER" or "TOKEN" ? parts[1] : "";
    }

    private static async Task WriteAsync(HttpContext context, ApiReply reply)
    {
        context.Response.StatusCode = reply.Status;
        if (reply.Link is { } link)
            context.Response.Headers.Link = link;
        if (reply.Body is null)
            return;
        var body = Json.Bytes(reply.Body);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Five groups of hexadecimal digits, as GitHub's.</summary>
    private static string RequestId()
    {
        var digits = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        return $"{digits[..4]}:{digits[4..10]}:{digits[10..16]}:{digits[16..22]}:{digits[22..30]}";
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
