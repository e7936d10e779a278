using GhaRunner.Simulator.GitHub.Access;
using GhaRunner.Simulator.GitHub.Api;
using GhaRunner.Simulator.GitHub.Protocol;
using GhaRunner.Simulator.GitHub.Runners;
using GhaRunner.Simulator.GitHub.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace GhaRunner.Simulator.GitHub;

/// <summary>All paths of the simulated GitHub.</summary>
internal static class GitHubEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints, GitHubServices services, CancellationToken stopping)
    {
        var api = endpoints.MapGroup(GitHubPaths.Api);
        new RunnerEndpoints(services).Map(api);
        new RunEndpoints(services).Map(api);
        new AccessEndpoints(services).Map(api);
        api.Map("/{**path}", ApiPipeline.NotFoundAsync);
        new RunnerProtocol(services, stopping).Map(endpoints);
        new GitHubControl(services).Map(endpoints);
    }
}
