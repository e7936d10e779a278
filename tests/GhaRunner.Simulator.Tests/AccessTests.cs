using GhaRunner.Simulator.GitHub.Access;
using GhaRunner.Simulator.Tests.Support;

namespace GhaRunner.Simulator.Tests;

public sealed class AccessTests
{
    [Fact]
    public async Task Call_WithoutUserAgent_IsForbidden()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator, userAgent: null);

        var answer = await client.GetAsync(GitHubClient.Runners);

        answer.Status.Should().Be(403);
        answer.Body.Should().Contain("User-Agent");
    }

    [Theory]
    [InlineData("ghp_wrong", "Bad credentials")]
    [InlineData(null, "Requires authentication")]
    public async Task Call_WithoutValidToken_IsUnauthorized(string? token, string message)
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator, token);

        var answer = await client.PostAsync(GitHubClient.Runners + "/registration-token");

        answer.Status.Should().Be(401);
        answer.Message.Should().Be(message);
        answer.Json["status"]!.GetValue<string>().Should().Be("401");
    }

    [Theory]
    [InlineData(AccessTokenKind.PersonalAccessToken, "Resource not accessible by personal access token")]
    [InlineData(AccessTokenKind.Workflow, "Resource not accessible by integration")]
    public async Task Call_PermissionMissing_IsForbiddenAndNamesIt(AccessTokenKind kind, string message)
    {
        var reader = new AccessToken { Value = "reader", Kind = kind, Permissions = new Dictionary<string, string> { ["administration"] = "read" } };
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Tokens = [reader] });
        using var client = new GitHubClient(simulator, "reader");

        (await client.GetAsync(GitHubClient.Runners)).Status.Should().Be(200);
        var answer = await client.PostAsync(GitHubClient.Runners + "/registration-token");

        answer.Status.Should().Be(403);
        answer.Message.Should().Be(message);
        answer.Headers["x-accepted-github-permissions"].Should().Be("administration=write");
        (await client.GetAsync("/orgs/octo-org/actions/runners")).Headers["x-accepted-github-permissions"].Should().Be("organization_self_hosted_runners=read");
    }

    [Theory]
    [InlineData("/repos/octo-org/unknown/actions/runners")]
    [InlineData("/orgs/unknown/actions/runners")]
    [InlineData("/no/such/path")]
    public async Task Call_UnknownPlace_IsNotFound(string path)
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);

        var answer = await client.GetAsync(path);

        answer.Status.Should().Be(404);
        answer.Message.Should().Be("Not Found");
    }

    [Fact]
    public async Task Call_TokenOfAnotherRepository_IsNotFound()
    {
        var token = AccessToken.Administrator("narrow") with { Scopes = ["octo-org/other"] };
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Tokens = [token] });
        using var client = new GitHubClient(simulator, "narrow");

        (await client.GetAsync(GitHubClient.Runners)).Status.Should().Be(404);
    }

    [Fact]
    public async Task Call_Always_HasGitHubsHeaders()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);

        var headers = (await client.GetAsync(GitHubClient.Runners)).Headers;

        headers["x-github-request-id"].Should().MatchRegex("^[0-9A-F]{4}(:[0-9A-F]{6}){3}:[0-9A-F]{8}$");
        headers["x-github-api-version-selected"].Should().Be("2022-11-28");
        headers["x-ratelimit-limit"].Should().Be("5000");
        headers["x-ratelimit-remaining"].Should().Be("4999");
        var limit = await client.GetAsync("/rate_limit");
        limit.Json["resources"]!["core"]!["used"]!.GetValue<int>().Should().Be(1, "asking for the limit is free");
    }
}
