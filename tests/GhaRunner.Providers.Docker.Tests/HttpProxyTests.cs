using GhaRunner.Conformance.RealParts;
using GhaRunner.Providers.Docker.Tests.Fixtures;

namespace GhaRunner.Providers.Docker.Tests;

/// <summary>The suite's own proxy, in front of the engine, used by Docker's own client.</summary>
public sealed class HttpProxyTests : EngineTest
{
    private static readonly Uri engine = new("unix:///var/run/docker.sock");

    [DockerFact]
    public async Task Proxy_NoHook_LetsDockersClientWork()
    {
        await using var proxy = await HttpProxy.StartAsync(engine);
        var id = await Session.AddAsync();

        (await DockerAsync(proxy, "ps", "-aq", "--no-trunc", "--filter", $"id={id}")).Output.Trim().Should().Be(id);
        (await DockerAsync(proxy, "logs", id)).ExitCode.Should().Be(0);
        (await DockerAsync(proxy, "inspect", "absent")).Errors.Should().Contain("No such");
        (await DockerAsync(proxy, "rm", "-f", id)).ExitCode.Should().Be(0);
        (await Session.ListIdsAsync()).Should().BeEmpty();
        proxy.Requests.Should().BeGreaterThan(4);
    }

    [DockerTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Proxy_HookDrops_EffectIsAsTheHookSays(bool afterEffect)
    {
        await using var proxy = await HttpProxy.StartAsync(engine);
        var id = await Session.AddAsync();
        var statuses = new List<int?>();
        proxy.Hook = async (request, forward) =>
        {
            if (request.Method != "DELETE")
                return;
            if (afterEffect)
                await forward();
            statuses.Add(request.StatusCode);
            request.Drop();
        };

        var (exitCode, _, errors) = await DockerAsync(proxy, "rm", "-f", id);

        exitCode.Should().NotBe(0);
        errors.Should().NotBeEmpty();
        statuses.Should().Equal(afterEffect ? 204 : null);
        (await Session.ListIdsAsync()).Should().HaveCount(afterEffect ? 0 : 1);
    }

    [DockerFact]
    public async Task Proxy_HookAnswers_ServiceIsNotAsked()
    {
        await using var proxy = await HttpProxy.StartAsync(engine);
        var id = await Session.AddAsync();
        proxy.Hook = (request, _) => request.Method == "DELETE" ? request.AnswerAsync(503, "text/plain", "not now") : Task.CompletedTask;

        (await DockerAsync(proxy, "rm", "-f", id)).Errors.Should().Contain("not now");

        (await Session.ListIdsAsync()).Should().ContainSingle();
    }

    [DockerFact]
    public async Task Proxy_NothingBehindIt_SaysSo()
    {
        await using var proxy = await HttpProxy.StartAsync(new Uri("unix:///nowhere/docker.sock"));

        (await DockerAsync(proxy, "ps")).Errors.Should().Contain("does not reach the service");
    }

    private static Task<(int ExitCode, string Output, string Errors)> DockerAsync(HttpProxy proxy, params IEnumerable<string> arguments) =>
        Command.TryAsync("docker", ["-H", $"tcp://{proxy.Url.Authority}", .. arguments]);
}
