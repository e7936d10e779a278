using GhaRunner.Abstractions;
using GhaRunner.Core.GitHub;
using GhaRunner.Core.Tests.Support;

namespace GhaRunner.Core.Tests.GitHub;

/// <summary>The job's identity tokens.</summary>
[Collection(ClockTests.Name)]
public sealed class JobIdentityTests
{
    private readonly Scene scene = new();
    private readonly List<HttpRequestMessage> requests = [];

    [Fact]
    public async Task Get_JobMayHaveOne_AsksWithTheAudienceAndMasksTheToken()
    {
        var token = await GetAsync(_ => FakeGitHub.Answer(200, """{"count":17,"value":"header.payload.signature"}"""));

        token.Should().Be("header.payload.signature");
        scene.Masked.Should().Equal("header.payload.signature");
        var request = requests.Should().ContainSingle().Subject;
        request.RequestUri!.AbsoluteUri.Should().Be("https://tokens.test/id?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange");
        request.Headers.Authorization!.ToString().Should().Be("Bearer what-the-runner-gave");
    }

    [Fact]
    public async Task Get_EachTime_IsAFreshToken()
    {
        var count = 0;
        using var identity = Connect(_ => FakeGitHub.Answer(200, $$"""{"value":"token-{{++count}}"}"""));

        (await identity.GetAsync("a", default)).Should().Be("token-1");
        (await identity.GetAsync("a", default)).Should().Be("token-2");
    }

    [Fact]
    public async Task Get_NoRequestInTheEnvironment_NamesThePermission()
    {
        scene.Run = scene.Run with { IdTokenRequest = null };

        var refusal = await FailAsync(_ => throw new InvalidOperationException("nothing is asked"));

        refusal.Category.Should().Be(ErrorCategory.Unauthorized);
        refusal.Remedy.Should().Contain("id-token: write").And.Contain("fork");
    }

    [Theory]
    [InlineData(401, ErrorCategory.Unauthorized)]
    [InlineData(403, ErrorCategory.Unauthorized)]
    [InlineData(429, ErrorCategory.Transient)]
    [InlineData(500, ErrorCategory.Transient)]
    public async Task Get_Refused_SaysWhatKind(int status, ErrorCategory category) =>
        (await FailAsync(_ => FakeGitHub.Answer(status))).Category.Should().Be(category);

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("""{"value":""}""")]
    public async Task Get_AnswerIsNone_IsAPassingFault(string body) =>
        (await FailAsync(_ => FakeGitHub.Answer(200, body))).Category.Should().Be(ErrorCategory.Transient);

    [Fact]
    public async Task Get_FaultPasses_IsAskedAgain()
    {
        var faults = 2;
        var token = await GetAsync(_ => faults-- > 0 ? throw new HttpRequestException("reset") : FakeGitHub.Answer(200, """{"value":"a.b.c"}"""));

        token.Should().Be("a.b.c");
        requests.Should().HaveCount(3);
    }

    private async Task<string> GetAsync(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        using var identity = Connect(answer);
        return await scene.DriveAsync(() => identity.GetAsync("api://AzureADTokenExchange", default));
    }

    private async Task<ActionableException> FailAsync(Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        (await FluentActions.Awaiting(() => GetAsync(answer)).Should().ThrowAsync<ActionableException>()).Which;

    private JobIdentity Connect(Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        new(scene.Run, scene, new Scripted(requests, answer), scene.Clock);

    private sealed class Scripted(List<HttpRequestMessage> requests, Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            requests.Add(request);
            return Task.FromResult(answer(request));
        }
    }
}
