using System.Text;
using System.Text.Json.Nodes;
using GhaRunner.Simulator.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace GhaRunner.Simulator.Tests;

public sealed class RunApiTests
{
    private const string Actions = $"/repos/{GitHubClient.Repository}/actions";

    [Fact]
    public async Task Run_TwoAttempts_ShowsTheLatestAndEachByItself()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        simulator.GitHub.DeclareRun(GitHubClient.Repository, 7, "completed", "cancelled");
        simulator.GitHub.DeclareRun(GitHubClient.Repository, 7, attempt: 2);

        var latest = (await client.GetAsync(Actions + "/runs/7")).Json;
        var first = (await client.GetAsync(Actions + "/runs/7/attempts/1")).Json;

        latest["status"]!.GetValue<string>().Should().Be("in_progress");
        latest["run_attempt"]!.GetValue<int>().Should().Be(2);
        latest["previous_attempt_url"]!.GetValue<string>().Should().EndWith("/runs/7/attempts/1");
        first["conclusion"]!.GetValue<string>().Should().Be("cancelled");
        (await client.GetAsync(Actions + "/runs/8")).Status.Should().Be(404);
        (await client.GetAsync(Actions + "/runs/7/attempts/3")).Status.Should().Be(404);
    }

    [Fact]
    public async Task Run_DeclaredAsOverForSomeTime_SaysSince()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TimeProvider = new FakeTimeProvider(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero)) });
        using var client = new GitHubClient(simulator);
        simulator.GitHub.DeclareRun(GitHubClient.Repository, 7, "completed", "success", ago: TimeSpan.FromHours(2));

        (await client.GetAsync(Actions + "/runs/7/attempts/1")).Json["updated_at"]!.GetValue<string>().Should().Be("2026-01-31T10:00:00Z");
    }

    [Fact]
    public async Task Jobs_OfARun_AreListedByAttempt()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        var first = simulator.GitHub.EnqueueJob(GitHubClient.Repository, 7, "build", ["gpu"], "make", "make test");
        simulator.GitHub.DeclareRun(GitHubClient.Repository, 7, attempt: 2);
        simulator.GitHub.EnqueueJob(GitHubClient.Repository, 7, "build", ["gpu"], "make");

        (await client.GetAsync(Actions + "/runs/7/jobs")).Json["total_count"]!.GetValue<int>().Should().Be(1);
        (await client.GetAsync(Actions + "/runs/7/jobs?filter=all")).Json["total_count"]!.GetValue<int>().Should().Be(2);
        var jobs = (await client.GetAsync(Actions + "/runs/7/attempts/1/jobs")).Json["jobs"]!.AsArray();
        var job = (await client.GetAsync($"{Actions}/jobs/{first.Id}")).Json;

        jobs.Should().ContainSingle().Which!["id"]!.GetValue<long>().Should().Be(first.Id);
        job["status"]!.GetValue<string>().Should().Be("queued");
        job["conclusion"].Should().BeNull();
        job["runner_id"]!.GetValue<long>().Should().Be(0);
        job["steps"]!.AsArray().Select(step => step!["name"]!.GetValue<string>()).Should().Equal("Run make", "Run make test");
    }

    [Fact]
    public async Task Control_JobsAndRunsOverHttp_AreThoseOfTheApi()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        using var http = new HttpClient();

        var created = await PostAsync("_sim/jobs", """{"repository":"octo-org/octo-repo","run_id":9,"name":"test","labels":["a"],"steps":["true"]}""");
        await PostAsync("_sim/runs", """{"repository":"octo-org/octo-repo","run_id":9,"status":"completed","conclusion":"failure"}""");
        var job = JsonNode.Parse(await http.GetStringAsync(new Uri(simulator.ServerUrl, $"_sim/jobs/{created!["id"]}")))!;
        var cancelled = await PostAsync($"_sim/jobs/{created["id"]}/cancel", "{}");

        job["status"]!.GetValue<string>().Should().Be("queued");
        cancelled!["conclusion"]!.GetValue<string>().Should().Be("cancelled");
        (await client.GetAsync(Actions + "/runs/9")).Json["conclusion"]!.GetValue<string>().Should().Be("failure");
        var state = JsonNode.Parse(await http.GetStringAsync(new Uri(simulator.ServerUrl, "_sim/state")))!;
        state["jobs"]!.AsArray().Should().ContainSingle();
        state["runners"]!.AsArray().Should().BeEmpty();

        async Task<JsonNode?> PostAsync(string path, string body)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await http.PostAsync(new Uri(simulator.ServerUrl, path), content);
            response.EnsureSuccessStatusCode();
            var text = await response.Content.ReadAsStringAsync();
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
    }
}
