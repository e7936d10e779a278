using System.Text.Json.Nodes;
using GhaRunner.Simulator.GitHub.Runners;
using GhaRunner.Simulator.Tests.Support;

namespace GhaRunner.Simulator.Tests;

public sealed class RunnerApiTests
{
    [Theory]
    [InlineData("/repos/octo-org/octo-repo")]
    [InlineData("/orgs/octo-org")]
    [InlineData("/enterprises/octo-corp")]
    public async Task RegistrationToken_EveryScope_IsGoodForAnHour(string scope)
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);

        var answer = await client.PostAsync(scope + "/actions/runners/registration-token");

        answer.Status.Should().Be(201);
        answer.Json["token"]!.GetValue<string>().Should().HaveLength(29);
        answer.Json["expires_at"]!.GetValue<DateTimeOffset>().Should().BeCloseTo(DateTimeOffset.UtcNow.AddHours(1), TimeSpan.FromMinutes(1));
        (await client.PostAsync(scope + "/actions/runners/remove-token")).Status.Should().Be(201);
    }

    [Fact]
    public async Task GenerateJitConfiguration_Valid_RegistersAnOfflineEphemeralRunner()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);

        var answer = await client.GenerateAsync("gha-1", "self-hosted", "gha-1");

        answer.Status.Should().Be(201);
        var runner = answer.Json["runner"]!;
        runner["status"]!.GetValue<string>().Should().Be("offline");
        runner["os"]!.GetValue<string>().Should().Be("unknown");
        runner["ephemeral"]!.GetValue<bool>().Should().BeTrue();
        runner["runner_group_id"]!.GetValue<int>().Should().Be(1);
        runner["labels"]!.AsArray().Select(label => label!["type"]!.GetValue<string>()).Should().Equal("read-only", "custom");
        var files = JsonNode.Parse(Convert.FromBase64String(answer.BlobOfJit))!.AsObject();
        files.Select(file => file.Key).Should().Equal(".runner", ".credentials", ".credentials_rsaparams");
        JsonNode.Parse(Convert.FromBase64String(files[".runner"]!.GetValue<string>()))!["AgentName"]!.GetValue<string>().Should().Be("gha-1");
        answer.BlobOfJit.Length.Should().BeInRange(3000, 5000, "the real one has about that size");
        simulator.GitHub.Runners.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Name = "gha-1", Scope = GitHubClient.Repository, Online = false, EverConnected = false });
    }

    [Fact]
    public async Task GenerateJitConfiguration_PaddingAskedFor_HasAboutThatSize()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { JitConfigurationBytes = 6144 });
        using var client = new GitHubClient(simulator);

        (await client.GenerateAsync("gha-1", "a")).BlobOfJit.Length.Should().BeInRange(6100, 6200);
    }

    [Fact]
    public async Task GenerateJitConfiguration_NameTaken_IsAConflict()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        await client.GenerateAsync("gha-1", "a");

        var answer = await client.GenerateAsync("gha-1", "a");

        answer.Status.Should().Be(409);
        answer.Message.Should().Be("Already exists - A runner with the name gha-1 already exists.");
        (await client.PostAsync("/orgs/octo-org/actions/runners/generate-jitconfig", GitHubClient.Jit("gha-1", "a")))
            .Status.Should().Be(201, "names are unique in their scope alone");
    }

    [Theory]
    [InlineData("""{"runner_group_id":1,"labels":["a"]}""", "Invalid request.\n\n\"name\" wasn't supplied.")]
    [InlineData("""{"name":"a","labels":["a"]}""", "Invalid request.\n\n\"runner_group_id\" wasn't supplied.")]
    [InlineData("""{"name":"a","runner_group_id":1}""", "Invalid request.\n\n\"labels\" wasn't supplied.")]
    [InlineData("""{"name":"a","runner_group_id":"1","labels":["a"]}""", "Invalid request.\n\nFor 'properties/runner_group_id', \"1\" is not an integer.")]
    [InlineData("""{"name":"a","runner_group_id":1,"labels":[]}""", "Invalid request.\n\nNo fewer than 1 item is allowed; 0 were supplied.")]
    public async Task GenerateJitConfiguration_InvalidBody_Is422(string body, string message)
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);

        var answer = await client.PostAsync(GitHubClient.Runners + "/generate-jitconfig", JsonNode.Parse(body));

        answer.Status.Should().Be(422);
        answer.Message.Should().Be(message);
        answer.Json["documentation_url"]!.GetValue<string>().Should().StartWith("https://docs.github.com/");
    }

    [Fact]
    public async Task GenerateJitConfiguration_BeyondTheLimits_Is422()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);

        (await client.GenerateAsync(new string('n', 65), "a")).Message.Should().EndWith("Only 64 characters are allowed; 65 were supplied.");
        (await client.GenerateAsync("a", [.. Enumerable.Range(0, 101).Select(i => $"l{i}")])).Message
            .Should().EndWith("No more than 100 items are allowed; 101 were supplied.");
        simulator.GitHub.Runners.Should().BeEmpty();
    }

    [Fact]
    public async Task GenerateJitConfiguration_OldServer_Is404()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { JitSupported = false });
        using var client = new GitHubClient(simulator);

        var answer = await client.GenerateAsync("gha-1", "a");

        answer.Status.Should().Be(404);
        answer.Message.Should().Be("Not Found");
    }

    [Fact]
    public async Task Delete_OnceAndAgain_Is204Then404()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        var id = (await client.GenerateAsync("gha-1", "a")).Json["runner"]!["id"];

        (await client.GetAsync($"{GitHubClient.Runners}/{id}")).Json["name"]!.GetValue<string>().Should().Be("gha-1");
        (await client.GetAsync($"/orgs/octo-org/actions/runners/{id}")).Status.Should().Be(404, "it belongs to the repository");
        (await client.DeleteAsync($"{GitHubClient.Runners}/{id}")).Status.Should().Be(204);
        (await client.DeleteAsync($"{GitHubClient.Runners}/{id}")).Status.Should().Be(404);
        (await client.GetAsync($"{GitHubClient.Runners}/{id}")).Status.Should().Be(404);
    }

    [Fact]
    public async Task List_ManyRunners_IsPagedByLinks()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        for (var i = 1; i <= 35; i++)
            simulator.GitHub.AddOfflineRunner(GitHubClient.Repository, $"gha-{i}", "a");

        var first = await client.GetAsync(GitHubClient.Runners);
        first.Json["total_count"]!.GetValue<int>().Should().Be(35);
        first.Json["runners"]!.AsArray().Should().HaveCount(30);
        first.Headers["link"].Should().Contain("page=2>; rel=\"next\"").And.Contain("rel=\"last\"").And.NotContain("prev");

        var next = first.Headers["link"].Split(['<', '>'])[1];
        var second = await client.GetAsync(next);
        second.Json["runners"]!.AsArray().Should().HaveCount(5);
        second.Headers["link"].Should().Contain("rel=\"prev\"").And.Contain("rel=\"first\"").And.NotContain("next");

        (await client.GetAsync(GitHubClient.Runners + "?per_page=500")).Headers.Should().NotContainKey("link");
        (await client.GetAsync(GitHubClient.Runners + "?name=gha-3")).Json["runners"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task RunnerGroups_OfAnOrganization_AreListed()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { RunnerGroups = [new RunnerGroup("octo-org", 5, "gpu")] });
        using var client = new GitHubClient(simulator);

        var groups = (await client.GetAsync("/orgs/octo-org/actions/runner-groups?per_page=1&page=2")).Json;

        groups["total_count"]!.GetValue<int>().Should().Be(2);
        groups["runner_groups"]![0]!["name"]!.GetValue<string>().Should().Be("gpu");
        (await client.GetAsync("/enterprises/octo-corp/actions/runner-groups")).Json["runner_groups"]!.AsArray().Should().ContainSingle();
        (await client.GetAsync($"/repos/{GitHubClient.Repository}/actions/runner-groups")).Status.Should().Be(404);
    }

    [Fact]
    public async Task Downloads_Always_OfferBothArchitecturesWithChecksum()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { RunnerVersion = "2.999.0" });
        using var client = new GitHubClient(simulator);

        var offers = (await client.GetAsync(GitHubClient.Runners + "/downloads")).Json.AsArray();

        offers.Select(offer => offer!["filename"]!.GetValue<string>()).Should().Equal(
            "actions-runner-linux-x64-2.999.0.tar.gz", "actions-runner-linux-arm64-2.999.0.tar.gz");
        using var http = new HttpClient();
        var content = await http.GetByteArrayAsync(new Uri(offers[1]!["download_url"]!.GetValue<string>()));
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)).Should().Be(offers[1]!["sha256_checksum"]!.GetValue<string>());
    }

    [Fact]
    public async Task GenerateJitConfiguration_256AtOnce_AllSucceedWithIdsOfTheirOwn()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Latency = TimeSpan.FromMilliseconds(50) });
        using var client = new GitHubClient(simulator);

        var answers = await Task.WhenAll(Enumerable.Range(0, 256).Select(i => client.GenerateAsync($"gha-{i}", $"gha-{i}")));

        answers.Should().OnlyContain(answer => answer.Status == 201);
        answers.Select(answer => answer.Json["runner"]!["id"]!.GetValue<long>()).Should().OnlyHaveUniqueItems();
        simulator.GitHub.Runners.Should().HaveCount(256);
        simulator.Requests.PeakConcurrency.Should().BeInRange(2, 256);
    }
}
