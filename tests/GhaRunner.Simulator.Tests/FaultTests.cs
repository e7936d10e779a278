using System.Text;
using System.Text.Json.Nodes;
using GhaRunner.Simulator.Faults;
using GhaRunner.Simulator.Tests.Support;

namespace GhaRunner.Simulator.Tests;

public sealed class FaultTests
{
    private const string Generate = "/generate-jitconfig$";

    [Fact]
    public async Task Status_SkipOneStrikeTwo_CountsOccurrences()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        var fault = simulator.Faults.Add(new FaultRule
        {
            Method = "POST",
            Path = Generate,
            Skip = 1,
            Times = 2,
            Effect = FaultEffect.Status(503, """{"message":"Unavailable"}""") with { Headers = new Dictionary<string, string> { ["retry-after"] = "7" } },
        });

        List<int> statuses = [];
        for (var i = 0; i < 4; i++)
            statuses.Add((await client.GenerateAsync($"gha-{i}", "a")).Status);

        statuses.Should().Equal(201, 503, 503, 201);
        fault.Seen.Should().Be(4);
        fault.Struck.Should().Be(2);
        simulator.GitHub.Runners.Select(runner => runner.Name).Should().Equal("gha-0", "gha-3");
        simulator.Requests.Of("POST", "/generate-jitconfig").Select(request => request.Status).Should().Equal(201, 503, 503, 201);
    }

    [Fact]
    public async Task Status_Struck_HasTheScriptedAnswer()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        simulator.Faults.Add(new FaultRule { Path = "/actions/runners$", Effect = FaultEffect.Html(502) });
        simulator.Faults.Add(new FaultRule
        {
            Path = "/actions/runners$",
            Effect = FaultEffect.Status(429) with { Headers = new Dictionary<string, string> { ["retry-after"] = "7" } },
        });

        var first = await client.GetAsync(GitHubClient.Runners);
        var second = await client.GetAsync(GitHubClient.Runners);

        first.Status.Should().Be(502);
        first.Headers["content-type"].Should().Be("text/html");
        first.Body.Should().StartWith("<html>");
        second.Status.Should().Be(429);
        second.Headers["retry-after"].Should().Be("7");
        (await client.GetAsync(GitHubClient.Runners)).Status.Should().Be(200);
    }

    [Fact]
    public async Task DropAfter_Generate_LeavesTheRunnerBehind()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        simulator.Faults.Add(new FaultRule { Path = Generate, Effect = FaultEffect.DropAfter() });

        var generate = () => client.GenerateAsync("gha-1", "a");

        await generate.Should().ThrowAsync<HttpRequestException>();
        simulator.GitHub.Runners.Should().ContainSingle(runner => runner.Name == "gha-1");
        (await client.GenerateAsync("gha-1", "a")).Status.Should().Be(409, "the first one had its effect");
        simulator.Requests.All.Select(request => request.Status).Should().Equal(0, 409);
    }

    [Fact]
    public async Task DropBefore_Generate_LeavesNothing()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        simulator.Faults.Add(new FaultRule { Path = Generate, Effect = FaultEffect.DropBefore() });

        var generate = () => client.GenerateAsync("gha-1", "a");

        await generate.Should().ThrowAsync<HttpRequestException>();
        simulator.GitHub.Runners.Should().BeEmpty();
    }

    [Fact]
    public async Task StatusAfterEffect_Generate_LeavesTheRunnerBehind()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        simulator.Faults.Add(new FaultRule { Path = Generate, Effect = FaultEffect.Status(504) with { Timing = FaultTiming.AfterEffect } });

        (await client.GenerateAsync("gha-1", "a")).Status.Should().Be(504);

        simulator.GitHub.Runners.Should().ContainSingle();
    }

    [Fact]
    public async Task Delay_LongerThanTheClientWaits_TimesOutAndIsCounted()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        var fault = simulator.Faults.Add(new FaultRule { Path = "/runners$", Effect = FaultEffect.Delayed(TimeSpan.FromHours(1)) });

        var call = client.GetAsync(GitHubClient.Runners);
        await Eventually.TrueAsync(() => fault.FirstStrike.IsCompleted, "the request arrives");

        call.IsCompleted.Should().BeFalse();
        client.Dispose();
        await call.Invoking(pending => pending).Should().ThrowAsync<Exception>();
    }

    [Fact]
    public async Task LateEffect_CallerHasLeft_HappensAllTheSame()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        var fault = simulator.Faults.Add(new FaultRule { Path = Generate, Effect = FaultEffect.Delayed(TimeSpan.FromSeconds(1)) with { Timing = FaultTiming.LateEffect } });
        var call = client.GenerateAsync("gha-1", "a");
        await Eventually.TrueAsync(() => fault.Struck == 1, "the request arrives");

        client.Dispose();
        await call.Invoking(pending => pending).Should().ThrowAsync<Exception>();

        await Eventually.TrueAsync(() => simulator.GitHub.Runners.Count == 1, "the runner is registered");
    }

    [Fact]
    public async Task Rule_ForEverything_SparesTheRunnersProtocolAndTheControlPaths()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var http = new HttpClient();
        simulator.Faults.Add(new FaultRule { Path = ".*", Times = int.MaxValue, Effect = FaultEffect.Status(500) });

        (await http.GetAsync(new Uri(simulator.ServerUrl, "_sim/state"))).IsSuccessStatusCode.Should().BeTrue();
        ((int)(await http.PostAsync(new Uri(simulator.ServerUrl, "_runner/sessions"), null)).StatusCode).Should().Be(401);
        simulator.Faults.Add(new FaultRule { Path = "^/_runner/", Effect = FaultEffect.Status(500) });
        ((int)(await http.PostAsync(new Uri(simulator.ServerUrl, "_runner/sessions"), null)).StatusCode).Should().Be(500);
    }

    [Fact]
    public async Task Control_FaultsOverHttp_WorkAsTheyDoInProcess()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        using var http = new HttpClient();
        var faults = new Uri(simulator.ServerUrl, "_sim/faults");
        const string Rule = """{"method":"post","path":"generate-jitconfig","status":500,"after_effect":true,"headers":{"x-from":"script"}}""";

        using var content = new StringContent(Rule, Encoding.UTF8, "application/json");
        ((int)(await http.PostAsync(faults, content)).StatusCode).Should().Be(201);

        var answer = await client.GenerateAsync("gha-1", "a");
        answer.Status.Should().Be(500);
        answer.Headers["x-from"].Should().Be("script");
        JsonNode.Parse(await http.GetStringAsync(faults))![0]!["struck"]!.GetValue<int>().Should().Be(1);
        var requests = JsonNode.Parse(await http.GetStringAsync(new Uri(simulator.ServerUrl, "_sim/requests")))!["requests"]![0]!;
        requests["status"]!.GetValue<int>().Should().Be(500);
        requests["body"]!.GetValue<string>().Should().Contain("gha-1");
        requests["authorization_hash"]!.GetValue<string>().Should().HaveLength(12);
    }
}
