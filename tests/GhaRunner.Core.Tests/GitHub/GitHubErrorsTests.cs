using GhaRunner.Abstractions;
using GhaRunner.Core.GitHub;
using GhaRunner.Core.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace GhaRunner.Core.Tests.GitHub;

public sealed class GitHubErrorsTests
{
    private static readonly DateTimeOffset now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("GET", "actions/runners", 401, ErrorCategory.Unauthorized, "github-unauthorized")]
    [InlineData("GET", "actions/runners", 403, ErrorCategory.Unauthorized, "github-forbidden")]
    [InlineData("GET", "actions/runners", 404, ErrorCategory.Unauthorized, "github-not-found")]
    [InlineData("DELETE", "actions/runners/7", 404, ErrorCategory.NotFound, "github-runner-gone")]
    [InlineData("GET", "installation", 404, ErrorCategory.Unauthorized, "github-app-not-installed")]
    [InlineData("POST", "actions/runners/generate-jitconfig", 409, ErrorCategory.Conflict, "github-conflict")]
    [InlineData("POST", "actions/runners/generate-jitconfig", 422, ErrorCategory.InvalidInput, "github-rejected")]
    [InlineData("DELETE", "actions/runners/7", 422, ErrorCategory.Conflict, "github-runner-busy")]
    [InlineData("POST", "access_tokens", 422, ErrorCategory.Unauthorized, "github-app-forbidden")]
    [InlineData("GET", "actions/runners", 500, ErrorCategory.Transient, "github-unavailable")]
    [InlineData("GET", "actions/runners", 503, ErrorCategory.Transient, "github-unavailable")]
    [InlineData("GET", "actions/runners", 429, ErrorCategory.Throttled, "github-rate-limited")]
    [InlineData("GET", "actions/runners", 301, ErrorCategory.InvalidInput, "github-moved")]
    [InlineData("GET", "actions/runners", 418, ErrorCategory.Unexpected, "github-unexpected")]
    public async Task FromResponse_EachStatus_HasItsCategoryAndCode(string method, string path, int status, ErrorCategory category, string code)
    {
        var error = await MapAsync(status, """{"message":"What GitHub says"}""", method, path, ("x-github-request-id", "AB:12"));
        error!.Category.Should().Be(category);
        error.Code.Should().Be(code);
        error.Message.Should().Contain("What GitHub says").And.Contain($"answered {status}");
        error.ToUserText().Should().EndWith($"(HTTP {status}, request AB:12)");
    }

    [Fact]
    public async Task FromResponse_Success_IsNoError() => (await MapAsync(204, "")).Should().BeNull();

    [Theory]
    [InlineData(403, "retry-after", "17", 17)]
    [InlineData(429, "retry-after", "0", 0)]
    [InlineData(403, "retry-after", "Sat, 31 Jan 2026 12:00:30 GMT", 30)]
    [InlineData(429, "retry-after", "Sat, 31 Jan 2026 11:00:00 GMT", 0)]
    public async Task FromResponse_RetryAfter_IsThePause(int status, string header, string value, int seconds) =>
        (await MapAsync(status, "{}", headers: (header, value)))!.RetryAfter.Should().Be(TimeSpan.FromSeconds(seconds));

    [Fact]
    public async Task FromResponse_NothingRemaining_WaitsForTheReset()
    {
        var error = await MapAsync(403, "{}", headers: [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", now.AddMinutes(10).ToUnixTimeSeconds().ToString())]);
        error!.Category.Should().Be(ErrorCategory.Throttled);
        error.RetryAfter.Should().Be(TimeSpan.FromSeconds(601));
    }

    [Theory]
    [InlineData(403, """{"message":"You have exceeded a Secondary Rate Limit."}""")]
    [InlineData(429, "<html>")]
    public async Task FromResponse_SecondaryLimitWithoutHeader_WaitsAMinute(int status, string body) =>
        (await MapAsync(status, body))!.RetryAfter.Should().Be(TimeSpan.FromMinutes(1));

    [Fact]
    public async Task FromResponse_RemainingButForbidden_IsNoRateLimit() =>
        (await MapAsync(403, "{}", headers: ("x-ratelimit-remaining", "4999")))!.Category.Should().Be(ErrorCategory.Unauthorized);

    [Theory]
    [InlineData("<html>login</html>", "(not JSON).")]
    [InlineData("", "(not JSON).")]
    [InlineData("null", "(no message).")]
    [InlineData("""{"message":"Failed","errors":[{"field":"name","code":"invalid"},{"message":"too long"}]}""", "Failed; name invalid; too long.")]
    [InlineData("""{"message":"Failed","errors":["labels is too long"]}""", "Failed; labels is too long.")]
    [InlineData("""{"message":"Failed","errors":"labels is too long"}""", "Failed; labels is too long.")]
    public async Task FromResponse_AnyBody_IsSaidAsWellAsItCanBe(string body, string said) => (await MapAsync(422, body))!.Message.Should().EndWith(said);

    [Fact]
    public async Task FromResponse_Forbidden_NamesThePermissionThatGitHubWants() =>
        (await MapAsync(403, "{}", headers: ("x-accepted-github-permissions", "administration=write")))!.Remedy.Should().Contain("administration=write").And.Contain("octo-org/octo-repo");

    [Fact]
    public async Task Call_PauseLongerThanTheLongest_IsNotWaitedFor()
    {
        var scene = new Scene();
        scene.GitHub.Before = (_, _) =>
        {
            var answer = FakeGitHub.Answer(429);
            answer.Headers.Add("retry-after", "121");
            return Task.FromResult<HttpResponseMessage?>(answer);
        };
        await using var github = scene.Connect();
        await github.Awaiting(client => client.ListAsync(_ => true, 1, null, CancellationToken.None)).Should().ThrowAsync<ActionableException>();
        scene.GitHub.Requests.Should().ContainSingle();
    }

    private static async Task<ActionableException?> MapAsync(
        int status, string body, string method = "GET", string path = "actions/runners", params (string Name, string Value)[] headers)
    {
        RunnerScope.TryParse("octo-org/octo-repo", out var scope).Should().BeTrue();
        var response = FakeGitHub.Answer(status, body);
        response.RequestMessage = new HttpRequestMessage(new HttpMethod(method), $"https://api.github.test/repos/octo-org/octo-repo/{path}");
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return (ActionableException?)await new GitHubErrors(scope!, new FakeTimeProvider(now)).FromResponseAsync(response);
    }
}
