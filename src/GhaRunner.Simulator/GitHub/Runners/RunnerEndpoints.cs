using System.Text.Json.Nodes;
using GhaRunner.Simulator.GitHub.Access;
using GhaRunner.Simulator.GitHub.Api;
using GhaRunner.Simulator.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace GhaRunner.Simulator.GitHub.Runners;

/// <summary>The API of self-hosted runners (https://docs.github.com/en/rest/actions/self-hosted-runners), for all three scopes.</summary>
internal sealed class RunnerEndpoints(GitHubServices services)
{
    private static readonly string[] s_scopes = ["/repos/{owner}/{repo}", "/orgs/{org}", "/enterprises/{enterprise}"];

    public void Map(IEndpointRouteBuilder api)
    {
        foreach (var scope in s_scopes)
        {
            var runners = scope + "/actions/runners";
            api.MapPost(runners + "/registration-token", Endpoint("write", call => IssueToken(call, forRemoval: false)));
            api.MapPost(runners + "/remove-token", Endpoint("write", call => IssueToken(call, forRemoval: true)));
            api.MapPost(runners + "/generate-jitconfig", services.Pipeline.ForToken(Needs("write"), GenerateJitConfigurationAsync));
            api.MapGet(runners, Endpoint("read", List));
            api.MapGet(runners + "/downloads", Endpoint("read", Downloads));
            api.MapGet(runners + "/{id:long}", Endpoint("read", Get));
            api.MapDelete(runners + "/{id:long}", Endpoint("write", Delete));
        }

        foreach (var scope in s_scopes[1..])
            api.MapGet(scope + "/actions/runner-groups", Endpoint("read", ListGroups));
    }

    private Microsoft.AspNetCore.Http.RequestDelegate Endpoint(string level, Func<ApiCall, ApiReply> handler) =>
        services.Pipeline.ForToken(Needs(level), call => Task.FromResult(handler(call)));

    private static Func<ApiCall, Permission?> Needs(string level) => call => Permission.Runners(call.Scope!.Value.Kind, level);

    private ApiReply IssueToken(ApiCall call, bool forRemoval)
    {
        var (token, expiresAt) = services.RegistrationTokens.Issue(call.Scope!.Value, forRemoval);
        return ApiReply.Created(new JsonObject { ["token"] = token, ["expires_at"] = Json.Moment(expiresAt) });
    }

    private async Task<ApiReply> GenerateJitConfigurationAsync(ApiCall call)
    {
        if (!services.Options.JitSupported)
            return ApiReply.NotFound();
        var (refusal, specification) = JitRequest.Read(await call.ReadBodyAsync(), call.Scope!.Value, services.Groups);
        if (refusal is not null)
            return refusal;
        if (services.Fleet.Register(specification!) is not { } runner)
            return ApiReply.Error(409, $"Already exists - A runner with the name {specification!.Name} already exists.");
        return ApiReply.Created(new JsonObject
        {
            ["runner"] = RunnerJson.Render(runner, online: false),
            ["encoded_jit_config"] = JitConfiguration.Encode(runner, services.ServerUrl, services.Options.JitConfigurationBytes),
        });
    }

    private ApiReply List(ApiCall call)
    {
        var scope = call.Scope!.Value;
        var name = call.Query("name");
        var runners = services.Fleet.List(
            runner => runner.Scope == scope && (name is null || string.Equals(runner.Specification.Name, name, StringComparison.OrdinalIgnoreCase)),
            RunnerJson.Render);
        return Paging.Page(call, services.ServerUrl, "runners", runners, runner => runner);
    }

    private ApiReply Get(ApiCall call)
    {
        var scope = call.Scope!.Value;
        var id = call.RouteNumber("id");
        return services.Fleet.List(runner => runner.Scope == scope && runner.Id == id, RunnerJson.Render) is [var found]
            ? ApiReply.Ok(found)
            : ApiReply.NotFound();
    }

    private ApiReply Delete(ApiCall call)
    {
        var scope = call.Scope!.Value;
        var id = call.RouteNumber("id");
        return services.Fleet.Remove(scope, id) switch
        {
            RemovalResult.Removed => ApiReply.NoContent(),
            RemovalResult.Busy => ApiReply.Error(422, $"Runner \"{services.Fleet.Find(scope, id)?.Specification.Name}\" is currently running a job and cannot be deleted."),
            _ => ApiReply.NotFound(),
        };
    }

    private ApiReply Downloads(ApiCall call) => ApiReply.Ok(Json.Array(services.Packages.All.Select(package => new JsonObject
    {
        ["os"] = "linux",
        ["architecture"] = package.Architecture,
        ["download_url"] = new Uri(services.ServerUrl, package.Path).ToString(),
        ["filename"] = package.FileName,
        ["sha256_checksum"] = package.Sha256,
    })));

    private ApiReply ListGroups(ApiCall call)
    {
        var scope = call.Scope!.Value;
        var scopeUrl = new Uri(services.ServerUrl, GitHubPaths.Api + scope.ApiPath).ToString();
        return Paging.Page(call, services.ServerUrl, "runner_groups", services.Groups.Of(scope), group => RunnerJson.Render(group, scopeUrl));
    }
}
