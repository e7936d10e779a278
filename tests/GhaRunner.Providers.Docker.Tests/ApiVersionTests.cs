using System.Net;
using GhaRunner.Conformance;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Docker.Engine;
using GhaRunner.Providers.Docker.Tests.Fixtures;

namespace GhaRunner.Providers.Docker.Tests;

public sealed class ApiVersionTests
{
    private const string Version = """{"Version":"1","ApiVersion":"1","Os":"linux","Arch":"amd64"}""";

    [Theory]
    [InlineData("1.40", "v1.40")]
    [InlineData("1.41", "v1.41")]
    [InlineData("1.44", "v1.44")]
    [InlineData("1.56", "v1.44")]
    public async Task EveryCall_EngineOffersAVersion_UsesTheOlderOfBoth(string offered, string used)
    {
        using var scripted = new ScriptedEngine(request =>
            request.RequestUri!.AbsolutePath == "/_ping" ? ScriptedEngine.Pong(offered) : ScriptedEngine.Json(HttpStatusCode.OK, Version));
        using var client = Connect(scripted);

        await client.GetVersionAsync(default);
        await client.GetVersionAsync(default);

        scripted.Requests.Should().Equal("GET /_ping", $"GET /{used}/version", $"GET /{used}/version");
    }

    [Fact]
    public async Task EveryCall_EngineTooOld_SaysWhatIsNeeded()
    {
        using var scripted = new ScriptedEngine(_ => ScriptedEngine.Pong("1.39"));
        using var client = Connect(scripted);

        (await FailAsync(client)).ShouldBe(ErrorCategory.InvalidInput, "docker-engine-too-old", "1.40 is needed");
    }

    [Fact]
    public async Task EveryCall_SomethingElseAnswers_SaysSo()
    {
        using var scripted = new ScriptedEngine(_ => ScriptedEngine.Json(HttpStatusCode.OK, "<html>"));
        using var client = Connect(scripted);

        (await FailAsync(client)).ShouldBe(ErrorCategory.InvalidInput, "docker-not-an-engine", "'host'");
    }

    [Fact]
    public async Task ListAsync_Labels_AreOneFilter()
    {
        using var scripted = new ScriptedEngine(request =>
            request.RequestUri!.AbsolutePath == "/_ping" ? ScriptedEngine.Pong("1.44") : ScriptedEngine.Json(HttpStatusCode.OK, "[]"));
        using var client = Connect(scripted);

        (await client.ListAsync(["a=b", "c=d&e"], default)).Should().BeEmpty();

        Uri.UnescapeDataString(scripted.Requests[1]).Should().Contain("""filters={"label":["a=b","c=d""").And.StartWith("GET /v1.44/containers/json?all=");
    }

    private static EngineClient Connect(ScriptedEngine scripted) => new(new ApiVersionHandler(scripted, "tcp://host"), new Uri("http://host"));

    private static async Task<ActionableException> FailAsync(EngineClient client) =>
        (await client.Awaiting(engine => engine.GetVersionAsync(default)).Should().ThrowAsync<ActionableException>()).Which;
}
