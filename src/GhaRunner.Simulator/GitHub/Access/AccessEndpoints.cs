using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GhaRunner.Simulator.GitHub.Api;
using GhaRunner.Simulator.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace GhaRunner.Simulator.GitHub.Access;

/// <summary>The API of GitHub Apps (https://docs.github.com/en/rest/apps) and of the rate limit.</summary>
internal sealed class AccessEndpoints(GitHubServices services)
{
    private static readonly TimeSpan s_tokenLifetime = TimeSpan.FromHours(1);

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/app", services.Pipeline.ForApp(_ => Reply(ShowApp())));
        foreach (var scope in new[] { "/repos/{owner}/{repo}", "/orgs/{org}", "/enterprises/{enterprise}" })
            api.MapGet(scope + "/installation", services.Pipeline.ForApp(call => Reply(FindInstallation(call))));
        api.MapPost("/app/installations/{installation:long}/access_tokens", services.Pipeline.ForApp(IssueTokenAsync));
        api.MapDelete("/installation/token", services.Pipeline.ForToken(_ => null, call => Reply(Revoke(call))));
        api.MapGet("/rate_limit", services.Pipeline.ForToken(_ => null, call => Reply(RateLimit(call))));
    }

    private static Task<ApiReply> Reply(ApiReply reply) => Task.FromResult(reply);

    private ApiReply ShowApp()
    {
        var app = services.Options.App!;
        return ApiReply.Ok(new JsonObject
        {
            ["id"] = app.Id,
            ["client_id"] = app.ClientId,
            ["slug"] = app.Slug,
            ["name"] = app.Slug,
            ["permissions"] = Json.Map(app.Permissions),
            ["installations_count"] = app.Installations.Count,
        });
    }

    private ApiReply FindInstallation(ApiCall call)
    {
        var scope = call.Scope!.Value;
        var app = services.Options.App!;
        if (app.Installations.FirstOrDefault(installation => installation.Covers(scope)) is not { } found)
            return ApiReply.NotFound();
        var account = RunnerScope.Parse(found.Account);
        return ApiReply.Ok(new JsonObject
        {
            ["id"] = found.Id,
            ["account"] = new JsonObject { [account.Kind == ScopeKind.Enterprise ? "slug" : "login"] = account.Name },
            ["app_id"] = app.Id,
            ["app_slug"] = app.Slug,
            ["target_type"] = account.Kind.ToString(),
            ["repository_selection"] = found.Repositories is null ? "all" : "selected",
            ["permissions"] = Json.Map(app.Permissions),
            ["access_tokens_url"] = new Uri(services.ServerUrl, $"{GitHubPaths.Api}/app/installations/{found.Id}/access_tokens").ToString(),
            ["suspended_at"] = found.Suspended ? Json.Moment(services.Options.TimeProvider.GetUtcNow()) : null,
        });
    }

    private async Task<ApiReply> IssueTokenAsync(ApiCall call)
    {
        var app = services.Options.App!;
        var id = call.RouteNumber("installation");
        if (app.Installations.FirstOrDefault(one => one.Id == id) is not { } installation)
            return ApiReply.NotFound();
        if (installation.Suspended)
            return ApiReply.Error(403, "This installation has been suspended");
        if (await call.ReadBodyAsync() is not { } body)
            return ApiReply.Error(400, "Problems parsing JSON");

        var permissions = body.StringMap("permissions") ?? new Dictionary<string, string>(app.Permissions);
        if (permissions.Any(asked => !app.Permissions.TryGetValue(asked.Key, out var granted) || !Permission.Covers(granted, asked.Value)))
            return ApiReply.Error(422, "The permissions requested are not granted to this installation.");
        var account = RunnerScope.Parse(installation.Account);
        var repositories = body.StringList("repositories")?.ConvertAll(name => $"{account.Name}/{name}");
        if (repositories?.Any(name => !installation.Covers(RunnerScope.Repository(name)) || !Exists(name)) == true)
            return ApiReply.Error(422, "There is at least one repository that does not exist or is not accessible to the parent installation.");
        return ApiReply.Created(Issue(permissions, account, repositories, installation));
    }

    private JsonObject Issue(Dictionary<string, string> permissions, RunnerScope account, List<string>? chosen, GitHubAppInstallation installation)
    {
        IEnumerable<string> repositories = chosen
            ?? services.Options.Scopes.Where(name => RunnerScope.Parse(name) is { Kind: ScopeKind.Repository } scope && installation.Covers(scope));
        var token = new AccessToken
        {
            Value = "ghs_" + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 36),
            Kind = AccessTokenKind.Installation,
            Permissions = permissions,
            Scopes = [installation.Account, .. repositories],
            ExpiresAt = services.Options.TimeProvider.GetUtcNow() + s_tokenLifetime,
        };
        services.Tokens.Add(token);
        var body = new JsonObject
        {
            ["token"] = token.Value,
            ["expires_at"] = Json.Moment(token.ExpiresAt),
            ["permissions"] = Json.Map(permissions),
            ["repository_selection"] = chosen is null && installation.Repositories is null ? "all" : "selected",
        };
        if (chosen is not null)
            body["repositories"] = Json.Array(chosen.Select(name => new JsonObject { ["name"] = name[(account.Name.Length + 1)..], ["full_name"] = name }));
        return body;
    }

    private bool Exists(string repository) => services.Options.Scopes.Any(name => RunnerScope.Parse(name) == RunnerScope.Repository(repository));

    private ApiReply Revoke(ApiCall call)
    {
        if (call.Token!.Kind != AccessTokenKind.Installation)
            return ApiReply.Error(403, "You must authenticate with an installation access token in order to revoke it.");
        services.Tokens.Revoke(call.Credential);
        return ApiReply.NoContent();
    }

    private ApiReply RateLimit(ApiCall call)
    {
        var used = services.Tokens.Used(call.Credential);
        var now = services.Options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();
        return ApiReply.Ok(new JsonObject { ["resources"] = new JsonObject { ["core"] = Budget() }, ["rate"] = Budget() });

        JsonObject Budget() => new()
        {
            ["limit"] = TokenStore.HourlyLimit,
            ["used"] = used,
            ["remaining"] = Math.Max(0, TokenStore.HourlyLimit - used),
            ["reset"] = now - (now % 3600) + 3600,
            ["resource"] = "core",
        };
    }
}
