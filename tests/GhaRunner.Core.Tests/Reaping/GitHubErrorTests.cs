using GhaRunner.Abstractions;
using GhaRunner.Core.Reaping;
using GhaRunner.Core.Tests.Support;

namespace GhaRunner.Core.Tests.Reaping;

/// <summary>Whatever GitHub says instead of an answer, nothing is deleted that has not expired, and the pass fails.</summary>
[Collection(ClockTests.Name)]
public sealed class GitHubErrorTests : ReapTests
{
    public static TheoryData<string, bool> Errors()
    {
        var data = new TheoryData<string, bool>();
        foreach (var error in new[] { "401", "403", "404", "429", "500", "503", "301", "html", "empty", "null", "half", "null inside", "other run", "reset" })
        {
            data.Add(error, true);
            if (error != "other run")
                data.Add(error, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Run_GitHubAnswersAnError_KeepsWhatHasNotExpiredAndSaysSo(string error, bool forRuns)
    {
        Over(100);
        Over(101);
        var kept = Make();
        Make(run: 101, start: "expired1", expiresIn: TimeSpan.Zero);
        Scene.GitHub.Before = (request, _) => Task.FromResult(
            (forRuns ? FakeGitHub.IsOfRun(request) : FakeGitHub.IsListing(request)) ? Broken(error) : null);

        var report = await Scene.ReapAsync();

        Scene.Cloud.Alive.Should().Equal([kept], "what has expired goes whatever GitHub says, and nothing else");
        Scene.GitHub.Runners.Should().Contain(kept);
        report.Machines.Single(machine => machine.Machine.Id == "m-1").Decision.Should().Be(ReapDecision.Unknown);
        var failure = report.Failure.Should().BeOfType<ActionableException>().Subject;
        failure.Code.Should().StartWith("github-");
        failure.WhatExists.Should().Contain("m-1");
    }

    [Fact]
    public async Task Run_GitHubFailsAtTheSecondLook_Keeps()
    {
        Over(100);
        var kept = Make();
        var asked = 0;
        Scene.GitHub.Before = (request, _) => Task.FromResult(FakeGitHub.IsOfRun(request) && ++asked > 1 ? FakeGitHub.Answer(403) : null);
        (await Scene.ReapAsync()).Failure.Should().NotBeNull();
        Scene.Left.Should().Equal(kept, kept);
    }

    [Fact]
    public async Task Run_GitHubRefusesToRemoveTheRegistration_KeepsTheMachine()
    {
        Over(100);
        var kept = Make();
        Scene.GitHub.Before = (request, _) => Task.FromResult(request.Method == HttpMethod.Delete ? FakeGitHub.Answer(403) : null);
        var report = await Scene.ReapAsync();
        report.Failure.Should().BeOfType<ActionableException>().Which.Category.Should().Be(ErrorCategory.Unauthorized);
        Scene.Left.Should().Equal(kept, kept);
    }

    [Fact]
    public async Task Run_OneRunCannotBeSeen_TheOthersAreReaped()
    {
        Over(101);
        var kept = Make(run: 100);
        Make(run: 101);
        var report = await Scene.ReapAsync();
        report.Failure.Should().BeOfType<ActionableException>().Which.Code.Should().Be("github-run-not-found");
        Scene.Left.Should().Equal(kept, kept);
    }

    [Fact]
    public async Task Run_GitHubNeverAnswers_EndsWithinMinutesAndKeeps()
    {
        for (var run = 1; run <= 40; run++)
            Make(run: run);
        var begun = Now;
        Scene.GitHub.Before = async (_, ct) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, Scene.Clock, ct);
            return null;
        };
        (await Scene.ReapAsync()).Failure.Should().NotBeNull();
        Scene.Cloud.Alive.Should().HaveCount(40);
        (Now - begun).Should().BeLessThan(TimeSpan.FromMinutes(10));
    }

    private static HttpResponseMessage? Broken(string error) => error switch
    {
        "html" => new HttpResponseMessage { Content = new StringContent("<html>login</html>", System.Text.Encoding.UTF8, "text/html") },
        "empty" => FakeGitHub.Answer(200, ""),
        "null" => FakeGitHub.Answer(200, "null"),
        "null inside" => FakeGitHub.Answer(200, """{"id":null,"total_count":1,"runners":[null]}"""),
        "half" => FakeGitHub.Answer(200, """{"id":100,"status":"completed","run"""),
        "other run" => FakeGitHub.Answer(200, """{"id":7,"run_attempt":1,"status":"completed","updated_at":"2020-01-01T00:00:00Z"}"""),
        "reset" => throw new HttpRequestException("connection reset"),
        "301" => new HttpResponseMessage((System.Net.HttpStatusCode)301) { Content = new StringContent("{}") },
        _ => FakeGitHub.Answer(int.Parse(error)),
    };
}
