using System.Text.Json;
using System.Text.Json.Nodes;
using GhaRunner.Actions.Tests.Support;

namespace GhaRunner.Actions.Tests;

/// <summary>The three jobs of the workflow: start, a job on the new runner, stop.</summary>
public sealed class StartAndStopTests
{
    private const string JitPath = "/generate-jitconfig";

    [Fact]
    public async Task StartJobStop_OneRunner_RunsTheJobAndLeavesNothing()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync();

        start.ExitCode.Should().Be(0, start.VisibleText);
        var label = JsonSerializer.Deserialize<string[]>(start.Outputs["instances"])!.Should().ContainSingle().Subject;
        var mapping = JsonSerializer.Deserialize<Dictionary<string, string>>(start.Outputs["mapping"])!;
        mapping.Should().ContainSingle().Which.Value.Should().Be(label);
        var machine = JsonNode.Parse(start.Outputs["machines"])!.AsArray().Should().ContainSingle().Subject!;
        machine["label"]!.GetValue<string>().Should().Be(label);
        machine["id"]!.GetValue<string>().Should().Be(mapping.Keys.Single());
        machine["runner_name"]!.GetValue<string>().Should().Be(label);
        machine["provider"]!.GetValue<string>().Should().Be("local");
        machine["candidate"]!["market"]!.GetValue<string>().Should().Be("on-demand");
        machine["hourly_price_usd"]!.GetValue<decimal>().Should().Be(0);
        machine["expires_at"]!.GetValue<DateTimeOffset>().Should().BeCloseTo(DateTimeOffset.UtcNow.AddHours(6), TimeSpan.FromMinutes(5));
        start.State["start"].Should().Be(label.Split('-')[3]);

        var job = world.Simulator.GitHub.EnqueueJob(World.Repository, World.RunId, "test", [label], ["echo one", "echo \"two on $RUNNER_NAME\"", "test -z \"$ACTIONS_RUNNER_INPUT_JITCONFIG$GHA_RUNNER_SETUP\""]);
        (await job.Completion.WaitAsync(TimeSpan.FromSeconds(30))).Should().Be("success", job.Log);
        job.Log.Should().Contain("one").And.Contain($"two on {label}");

        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]));
        stop.ExitCode.Should().Be(0, stop.VisibleText);
        JsonSerializer.Deserialize<string[]>(stop.Outputs["stopped"]).Should().Equal(mapping.Keys);
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_HundredRunners_RegistersEachOnceAndPollsWithOnePage()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(("count", "100"));

        start.ExitCode.Should().Be(0, start.VisibleText);
        JsonSerializer.Deserialize<string[]>(start.Outputs["instances"])!.Distinct().Should().HaveCount(100);
        var requests = world.Simulator.Requests.All;
        var polls = requests.Count(request => request.Method == "GET" && request.PathAndQuery.Contains("/actions/runners?", StringComparison.Ordinal));
        requests.Count(request => request.PathAndQuery.EndsWith(JitPath, StringComparison.Ordinal)).Should().Be(100);
        requests.Where(request => request.PathAndQuery.Contains("/actions/runners?", StringComparison.Ordinal)).Should().OnlyContain(request => request.PathAndQuery.Contains("per_page=100&page=1"));
        (requests.Count - 100 - polls).Should().Be(1, "beside registrations and polls only the downloads are asked for");
        world.Simulator.Requests.PeakConcurrency.Should().BeLessThanOrEqualTo(100, "GitHub's secondary limit");

        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]));
        stop.ExitCode.Should().Be(0, stop.VisibleText);
        JsonSerializer.Deserialize<string[]>(stop.Outputs["stopped"]).Should().HaveCount(100);
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stop_TwiceOrWithoutMapping_Succeeds()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(("count", "2"));
        using var byTags = await world.StopAsync();
        byTags.ExitCode.Should().Be(0, byTags.VisibleText);
        JsonSerializer.Deserialize<string[]>(byTags.Outputs["stopped"]).Should().HaveCount(2);
        world.ShouldBeEmpty();

        using var again = await world.StopAsync(("mapping", start.Outputs["mapping"]));
        again.ExitCode.Should().Be(0, again.VisibleText);
        using var empty = await world.StopAsync(("mapping", "{}"));
        empty.ExitCode.Should().Be(0, empty.VisibleText);
        empty.Summary.Should().Contain("Nothing to stop");
    }

    [Fact]
    public async Task Stop_WithoutMapping_LeavesOtherRunsAndAttemptsAlone()
    {
        await using var world = await World.CreateAsync();
        using var otherRun = await world.StartAsync(("GITHUB_RUN_ID", "4712"));
        using var otherAttempt = await world.StartAsync(("GITHUB_RUN_ATTEMPT", "2"));
        using var ours = await world.StartAsync();
        using var stop = await world.StopAsync();
        JsonSerializer.Deserialize<string[]>(stop.Outputs["stopped"]).Should().Equal(JsonSerializer.Deserialize<string[]>(ours.Outputs["instances"]));
        world.Machines.Should().HaveCount(2);
        using var stopRun = await world.StopAsync(("GITHUB_RUN_ID", "4712"));
        using var stopAttempt = await world.StopAsync(("GITHUB_RUN_ATTEMPT", "2"));
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stop_MappingLacksAMachineOfTheStart_StopsItToo()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(("count", "2"));
        var first = JsonSerializer.Deserialize<Dictionary<string, string>>(start.Outputs["mapping"])!.First();
        using var stop = await world.StopAsync(("mapping", JsonSerializer.Serialize(new Dictionary<string, string> { [first.Key] = first.Value })));
        stop.ExitCode.Should().Be(0, stop.VisibleText);
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_NotEphemeral_TakesJobsUntilItIsStopped()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(("ephemeral", "false"), ("labels", "gpu, cuda-12"));
        start.ExitCode.Should().Be(0, start.VisibleText);
        foreach (var name in new[] { "first", "second" })
        {
            var job = world.Simulator.GitHub.EnqueueJob(World.Repository, World.RunId, name, ["gpu", "cuda-12"], [$"echo {name}"]);
            (await job.Completion.WaitAsync(TimeSpan.FromSeconds(30))).Should().Be("success", job.Log);
        }

        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]));
        stop.ExitCode.Should().Be(0, stop.VisibleText);
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_ServerWithoutJit_UsesOneRegistrationToken()
    {
        await using var world = await World.CreateAsync(options => options with { JitSupported = false });
        using var start = await world.StartAsync(("count", "3"));
        start.ExitCode.Should().Be(0, start.VisibleText);
        world.Simulator.Requests.All.Count(request => request.PathAndQuery.EndsWith("/registration-token", StringComparison.Ordinal)).Should().Be(1);
        world.Simulator.GitHub.Runners.Should().HaveCount(3).And.OnlyContain(runner => runner.Ephemeral);
        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]));
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_DryRun_TellsCandidatesAndCreatesNothing()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(("dry-run", "true"));
        start.ExitCode.Should().Be(0, start.VisibleText);
        start.VisibleText.Should().Contain("Would try: default (0 USD an hour)");
        start.Summary.Should().Contain("| 1 | default | 0 |");
        world.Effects.Should().BeEmpty();
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_Summary_HasTheTableAndTheTimeline()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(("count", "2"));
        start.Summary.Should().Contain("### 2 runners online on local")
            .And.Contain("| machine | label | candidate | registered (s) | created (s) | running (s) | online (s) | USD/hour |")
            .And.Contain("```mermaid").And.Contain("gantt").And.Contain("    online :");
        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]));
        stop.Summary.Should().Contain("| gone |");
    }

    [Theory]
    [InlineData("octo-org", "/orgs/octo-org/")]
    [InlineData("enterprises/octo-corp", "/enterprises/octo-corp/")]
    public async Task Start_OtherScopes_RegisterThere(string scope, string path)
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(("scope", scope));
        start.ExitCode.Should().Be(0, start.VisibleText);
        world.Simulator.Requests.All.Should().OnlyContain(request => request.PathAndQuery.Contains(path, StringComparison.Ordinal));
        world.Simulator.GitHub.Runners.Should().ContainSingle().Which.Scope.Should().Be(scope);
        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]), ("scope", scope));
        world.ShouldBeEmpty();
    }
}
