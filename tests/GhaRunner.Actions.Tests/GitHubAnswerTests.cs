using System.Text.Json;
using GhaRunner.Actions.Tests.Support;
using GhaRunner.Conformance.RealParts;
using GhaRunner.Simulator.Faults;
using GhaRunner.Simulator.GitHub.Access;

namespace GhaRunner.Actions.Tests;

/// <summary>Everything that GitHub can answer beside success: the text says what to do, and no registration is left.</summary>
public sealed class GitHubAnswerTests
{
    private const string Jit = "/generate-jitconfig$";

    [Fact]
    public async Task Start_Unauthorized_NamesTheSecret()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(("github-token", "an-old-token"), ("count", "20"));
        start.ExitCode.Should().Be(3, start.VisibleText);
        start.VisibleText.Should().Contain("Bad credentials").And.Contain("github-token").And.Contain("HTTP 401");
        world.Simulator.Requests.All.Should().HaveCount(1, "what is refused once is not asked again");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_Forbidden_NamesThePermission()
    {
        await using var world = await World.CreateAsync(options => options with
        {
            Tokens = [new AccessToken { Value = options.Tokens[0].Value, Permissions = new Dictionary<string, string> { ["administration"] = "read" } }],
        });
        using var start = await world.StartAsync(("count", "20"));
        start.ExitCode.Should().Be(3, start.VisibleText);
        start.VisibleText.Should().Contain("Resource not accessible by personal access token")
            .And.Contain("repository permission Administration (write) on octo-org/octo-repo")
            .And.Contain("administration=write").And.Contain("GITHUB_TOKEN").And.Contain("Nothing is left of this start.");
        world.Effects.Should().HaveCount(1, "what is refused once is not asked a hundred times");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_NotFound_SuspectsScopeAndToken()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(("scope", "octo-org/private"));
        start.ExitCode.Should().Be(3, start.VisibleText);
        start.VisibleText.Should().Contain("'octo-org/private' does not exist (check scope), or the token may not see it")
            .And.Contain("repository permission Administration (write) on octo-org/private");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_JitNotFoundAlthoughListed_IsAPermissionAndNotAFallback()
    {
        await using var world = await World.CreateAsync();
        world.Simulator.Faults.Add(new FaultRule { Method = "POST", Path = "/actions/runners/", Times = int.MaxValue, Effect = FaultEffect.Status(404, """{"message":"Not Found"}""") });
        using var start = await world.StartAsync();
        start.ExitCode.Should().Be(3, start.VisibleText);
        start.VisibleText.Should().Contain("registering a runner").And.Contain("Administration (write)");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_NameTakenByAnUnusedRunner_RemovesItAndTakesAnotherName()
    {
        await using var world = await World.CreateAsync();
        world.Simulator.Faults.Add(new FaultRule { Method = "POST", Path = Jit, Effect = FaultEffect.Status(409, """{"message":"Already exists - A runner with the name *** already exists."}""") });
        using var start = await world.StartAsync();
        start.ExitCode.Should().Be(0, start.VisibleText);
        world.Simulator.GitHub.Runners.Should().ContainSingle().Which.Name.Should().EndWith("-r2");
        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]));
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_Unprocessable_ShowsWhatGitHubSaid()
    {
        await using var world = await World.CreateAsync();
        world.Simulator.Faults.Add(new FaultRule
        {
            Method = "POST", Path = Jit, Times = int.MaxValue,
            Effect = FaultEffect.Status(422, """{"message":"Validation Failed","errors":[{"resource":"Runner","field":"labels","code":"invalid"}]}"""),
        });
        using var start = await world.StartAsync();
        start.ExitCode.Should().Be(2, start.VisibleText);
        start.VisibleText.Should().Contain("Validation Failed; labels invalid.").And.Contain("labels, runner-group and scope").And.Contain("HTTP 422");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_TooManyRequests_WaitsAsLongAsAsked()
    {
        await using var world = await World.CreateAsync();
        world.Simulator.Faults.Add(new FaultRule
        {
            Method = "POST", Path = Jit, Times = 2,
            Effect = FaultEffect.Status(429, """{"message":"You have exceeded a secondary rate limit."}""") with { Headers = new Dictionary<string, string> { ["retry-after"] = "1" } },
        });
        using var start = await world.StartAsync();
        start.ExitCode.Should().Be(0, start.VisibleText);
        world.Simulator.GitHub.Runners.Should().ContainSingle().Which.Name.Should().NotEndWith("-r2", "a refused request had no effect");
        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]));
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_PrimaryLimitUsedUp_SaysWhenItEnds()
    {
        await using var world = await World.CreateAsync();
        world.Simulator.Faults.Add(new FaultRule
        {
            Method = "POST", Path = Jit, Times = int.MaxValue,
            Effect = FaultEffect.Status(403, """{"message":"API rate limit exceeded for user ID 1."}""") with
            {
                Headers = new Dictionary<string, string> { ["x-ratelimit-remaining"] = "0", ["x-ratelimit-reset"] = DateTimeOffset.UtcNow.AddMinutes(40).ToUnixTimeSeconds().ToString() },
            },
        });
        using var start = await world.StartAsync();
        start.ExitCode.Should().Be(1, start.VisibleText);
        start.VisibleText.Should().Contain("API rate limit exceeded").And.MatchRegex(@"asks to wait 2[34]\d\d s").And.Contain("GitHub App");
        world.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_RemovalIsNotAnswered_AsksAgain(bool hasEffect)
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync();
        var fault = world.Simulator.Faults.Add(new FaultRule { Method = "DELETE", Path = "/actions/runners/", Effect = hasEffect ? FaultEffect.DropAfter() : FaultEffect.DropBefore() });

        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]));

        fault.Struck.Should().Be(1);
        stop.ExitCode.Should().Be(0, stop.VisibleText);
        world.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/actions/runners/downloads$", "GET")]
    [InlineData(Jit, "POST")]
    [InlineData("/actions/runners$", "GET")]
    public async Task Start_ServerErrorTwice_GoesOn(string path, string method)
    {
        await using var world = await World.CreateAsync();
        world.Simulator.Faults.Add(new FaultRule { Method = method, Path = path, Times = 2, Effect = FaultEffect.Status(502, """{"message":"Server Error"}""") });
        using var start = await world.StartAsync();
        start.ExitCode.Should().Be(0, start.VisibleText);
        world.Simulator.GitHub.Runners.Should().ContainSingle();
        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]));
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_AnswerLostAfterTheRunnerWasMade_RemovesItAndTakesAnotherName()
    {
        await using var world = await World.CreateAsync();
        world.Simulator.Faults.Add(new FaultRule { Method = "POST", Path = Jit, Effect = FaultEffect.DropAfter() });
        using var start = await world.StartAsync(("count", "3"));
        start.ExitCode.Should().Be(0, start.VisibleText);
        world.Simulator.GitHub.Runners.Should().HaveCount(3, "the runner whose configuration was lost is removed");
        world.Simulator.GitHub.Runners.Should().ContainSingle(runner => runner.Name.EndsWith("-r2", StringComparison.Ordinal));
        JsonSerializer.Deserialize<string[]>(start.Outputs["instances"]).Should().HaveCount(3).And.NotContain(label => label.EndsWith("-r2"), "the label stays what it was");
        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]));
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_AnswersLostAlways_FailsAndLeavesNothing()
    {
        await using var world = await World.CreateAsync();
        world.Simulator.Faults.Add(new FaultRule { Method = "POST", Path = Jit, Times = int.MaxValue, Effect = FaultEffect.DropAfter() });
        using var start = await world.StartAsync(("count", "3"));
        start.ExitCode.Should().Be(1, start.VisibleText);
        start.VisibleText.Should().Contain("No answer from http://127.0.0.1").And.Contain("registering a runner");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_HtmlInsteadOfJson_SuspectsAProxy()
    {
        await using var world = await World.CreateAsync();
        world.Simulator.Faults.Add(new FaultRule { Method = "GET", Path = "/downloads$", Times = int.MaxValue, Effect = FaultEffect.Html(200) });
        using var start = await world.StartAsync();
        start.ExitCode.Should().Be(1, start.VisibleText);
        start.VisibleText.Should().Contain("is not GitHub's JSON but text/html").And.Contain("proxy").And.Contain("GITHUB_API_URL");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_GitHubUnreachable_SaysWhere()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(("GITHUB_API_URL", "http://127.0.0.1:9/api/v3"));
        start.ExitCode.Should().Be(1, start.VisibleText);
        start.VisibleText.Should().Contain("No answer from http://127.0.0.1:9").And.Contain("GITHUB_API_URL");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_UnknownRunnerGroup_ListsTheGroups()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(("scope", "octo-org"), ("runner-group", "gpus"));
        start.ExitCode.Should().Be(2, start.VisibleText);
        start.VisibleText.Should().Contain("has no runner group 'gpus'").And.Contain("Default");
        using var repository = await world.StartAsync(("runner-group", "gpus"));
        repository.VisibleText.Should().Contain("groups belong to organizations and enterprises");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stop_GitHubRefuses_StillStopsTheMachines()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(("count", "2"));
        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]), ("github-token", "an-old-token"));
        stop.ExitCode.Should().Be(3, stop.VisibleText);
        stop.VisibleText.Should().Contain("Bad credentials").And.Contain("The machines are gone (2)");
        JsonSerializer.Deserialize<string[]>(stop.Outputs["stopped"]).Should().HaveCount(2);
        world.Machines.Should().BeEmpty();
    }

    [Fact]
    public async Task Stop_RunnerBusy_IsRemovedOnceItsJobIsOver()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync();
        var label = JsonSerializer.Deserialize<string[]>(start.Outputs["instances"])![0];
        var job = world.Simulator.GitHub.EnqueueJob(World.Repository, World.RunId, "test", [label], ["sleep 600"]);
        await Eventually.TrueAsync("the job runs", () => Task.FromResult(job.Status == "in_progress"));

        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]));
        stop.ExitCode.Should().Be(0, stop.VisibleText);
        world.ShouldBeEmpty();
    }
}
