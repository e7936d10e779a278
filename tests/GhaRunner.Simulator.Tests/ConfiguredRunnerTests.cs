using GhaRunner.Simulator.GitHub.Runners;
using GhaRunner.Simulator.Tests.Support;

namespace GhaRunner.Simulator.Tests;

/// <summary>Runs <c>config.sh</c> of the downloaded runner.</summary>
public sealed class ConfiguredRunnerTests
{
    [Fact]
    public async Task Configure_NotEphemeral_TakesOneJobAfterAnother()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var runner = await StandInRunner.DownloadAsync(simulator);
        (await runner.ConfigureAsync(["--unattended", "--url", Url(simulator), "--token", await TokenAsync(simulator), "--name", "pet", "--labels", "gpu,big"]))
            .Should().Be(0);
        runner.Output.Should().Contain("√ Runner successfully added").And.Contain("√ Settings Saved.");
        simulator.GitHub.Runners.Should().ContainSingle().Which.Labels.Should().BeEquivalentTo("self-hosted", "Linux", "X64", "gpu", "big");

        runner.Start("run.sh", []);

        foreach (var name in new[] { "first", "second" })
        {
            var job = simulator.GitHub.EnqueueJob(GitHubClient.Repository, 7, name, ["self-hosted", "gpu"], "echo done-$((1))");
            (await job.Completion.WithinDeadlineAsync()).Should().Be("success");
        }

        runner.HasExited.Should().BeFalse();
        simulator.GitHub.Runners.Should().ContainSingle().Which.Online.Should().BeTrue();
    }

    [Fact]
    public async Task Configure_InputsFromTheEnvironment_AreTaken()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { RunnerGroups = [new RunnerGroup("octo-org", 5, "gpu")] });
        using var runner = await StandInRunner.DownloadAsync(simulator);

        var code = await runner.ConfigureAsync(
            ["--Unattended", "--ephemeral", "--disableupdate", "--no-default-labels"],
            ("ACTIONS_RUNNER_INPUT_URL", new Uri(simulator.ServerUrl, "octo-org").ToString()),
            ("ACTIONS_RUNNER_INPUT_TOKEN", await TokenAsync(simulator, "/orgs/octo-org")),
            ("ACTIONS_RUNNER_INPUT_NAME", "gha-1"),
            ("ACTIONS_RUNNER_INPUT_LABELS", "only"),
            ("ACTIONS_RUNNER_INPUT_RUNNERGROUP", "gpu"),
            ("ACTIONS_RUNNER_INPUT_WORK", "elsewhere"));

        code.Should().Be(0, runner.Output);
        simulator.GitHub.Runners.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Scope = "octo-org", Name = "gha-1", Labels = new[] { "only" }, GroupId = 5, Ephemeral = true });
        var job = simulator.GitHub.EnqueueJob(GitHubClient.Repository, 7, "build", ["only"], "pwd");
        runner.Start("run.sh", []);
        (await job.Completion.WithinDeadlineAsync()).Should().Be("success", "a runner of the organization serves its repositories");
        job.Log.Should().Contain("/elsewhere/octo-repo/octo-repo");
        (await runner.ExitAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Configure_NameTaken_FailsUnlessItReplaces()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var runner = await StandInRunner.DownloadAsync(simulator);
        var old = simulator.GitHub.AddOfflineRunner(GitHubClient.Repository, "pet", "a");
        string[] arguments = ["--unattended", "--url", Url(simulator), "--token", await TokenAsync(simulator), "--name", "pet"];

        (await runner.ConfigureAsync(arguments)).Should().Be(1);
        runner.Output.Should().Contain("A runner exists with the same name");

        (await runner.ConfigureAsync([.. arguments, "--replace"])).Should().Be(0);
        simulator.GitHub.Runners.Should().ContainSingle().Which.Id.Should().NotBe(old.Id);
        (await runner.ConfigureAsync(arguments)).Should().Be(1);
        runner.Output.Should().Contain("already configured");
    }

    [Theory]
    [InlineData("--surprise", "Unrecognized command-line input arguments: 'surprise'")]
    [InlineData("--unattended", "Invalid configuration provided for url")]
    public async Task Configure_BadArguments_Fails(string argument, string message)
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var runner = await StandInRunner.DownloadAsync(simulator);

        (await runner.ConfigureAsync([argument])).Should().Be(1);
        runner.Output.Should().Contain(message);
    }

    [Fact]
    public async Task Configure_WrongToken_FailsWithNotFound()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var runner = await StandInRunner.DownloadAsync(simulator);

        (await runner.ConfigureAsync(["--unattended", "--url", Url(simulator), "--token", "wrong"])).Should().Be(1);
        runner.Output.Should().Contain("404");
    }

    [Fact]
    public async Task Remove_WithARemoveToken_TakesTheRegistrationBack()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var runner = await StandInRunner.DownloadAsync(simulator);
        await runner.ConfigureAsync(["--unattended", "--url", Url(simulator), "--token", await TokenAsync(simulator)]);
        simulator.GitHub.Runners.Should().ContainSingle();

        (await runner.ConfigureAsync(["remove", "--token", await TokenAsync(simulator, kind: "remove-token")])).Should().Be(0);

        simulator.GitHub.Runners.Should().BeEmpty();
        File.Exists(Path.Combine(runner.Folder, ".credentials")).Should().BeFalse();
    }

    [Fact]
    public async Task RunSh_NotConfigured_SaysSoAndExitsZero()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var runner = await StandInRunner.DownloadAsync(simulator);

        runner.Start("run.sh", []);

        (await runner.ExitAsync()).Should().Be(0);
        runner.Output.Should().Contain("Not configured");
    }

    private static string Url(SimulatorHost simulator) => new Uri(simulator.ServerUrl, GitHubClient.Repository).ToString();

    private static async Task<string> TokenAsync(SimulatorHost simulator, string scope = $"/repos/{GitHubClient.Repository}", string kind = "registration-token")
    {
        using var client = new GitHubClient(simulator);
        return (await client.PostAsync($"{scope}/actions/runners/{kind}")).Json["token"]!.GetValue<string>();
    }
}
