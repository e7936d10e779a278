using GhaRunner.Simulator.Tests.Support;

namespace GhaRunner.Simulator.Tests;

/// <summary>Runs the downloaded runner as processes.</summary>
public sealed class StandInRunnerTests
{
    /// <summary>A step that ends when a file appears, or with the runner's folder at the end of the test.</summary>
    private static string Endless(StandInRunner runner, string release = "/nowhere/at-all") =>
        $"echo working-$((1)); while [ -d '{runner.Folder}' ] && [ ! -e '{release}' ]; do sleep 0.05; done";

    [Fact]
    public async Task Run_JitWithHooks_RunsOneJobAndIsGone()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        using var runner = await StandInRunner.DownloadAsync(simulator);
        var started = runner.WriteScript("started.sh", "echo before-$((20 + 1))");
        var completed = runner.WriteScript("completed.sh", "echo after-$((20 + 2))");
        var blob = (await client.GenerateAsync("gha-1", "gha-1")).BlobOfJit;
        var job = simulator.GitHub.EnqueueJob(
            GitHubClient.Repository,
            7,
            "build",
            ["GHA-1"],
            "echo one-$((1 + 1)) > file",
            "cat file\necho $RUNNER_NAME/$GITHUB_JOB/$GITHUB_ACTIONS/$CI",
            "echo leaked:$(env | grep -c ^ACTIONS_RUNNER_INPUT_)");

        runner.RunJit(blob, ("ACTIONS_RUNNER_HOOK_JOB_STARTED", started), ("ACTIONS_RUNNER_HOOK_JOB_COMPLETED", completed));

        (await job.Completion.WithinDeadlineAsync()).Should().Be("success");
        (await runner.ExitAsync()).Should().Be(0);
        job.RunnerName.Should().Be("gha-1");
        job.Log.Should().MatchRegex("(?s)before-21.*one-2\n.*gha-1/build/true/true.*leaked:0.*after-22");
        runner.Output.Should().MatchRegex("√ Connected to GitHub")
            .And.Contain("Current runner version: '2.336.0'")
            .And.MatchRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ: Listening for Jobs")
            .And.Contain("Running job: build")
            .And.Contain("Job build completed with result: Succeeded");
        simulator.GitHub.Runners.Should().BeEmpty("an ephemeral runner is removed with its job");
        File.Exists(Path.Combine(runner.Folder, ".runner")).Should().BeFalse();
        var steps = (await client.GetAsync($"/repos/{GitHubClient.Repository}/actions/jobs/{job.Id}")).Json["steps"]!.AsArray();
        steps.Select(step => step!["conclusion"]!.GetValue<string>()).Should().Equal("success", "success", "success");
    }

    [Fact]
    public async Task Run_StepFails_SkipsTheRestAndFails()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        using var runner = await StandInRunner.DownloadAsync(simulator);
        var job = simulator.GitHub.EnqueueJob(GitHubClient.Repository, 7, "build", ["a"], "false\necho unreachable-$((1))", "echo skipped-$((1))");

        runner.RunJit((await client.GenerateAsync("gha-1", "a")).BlobOfJit);

        (await job.Completion.WithinDeadlineAsync()).Should().Be("failure");
        (await runner.ExitAsync()).Should().Be(0, "the runner did its work");
        job.Log.Should().Contain("Process completed with exit code 1.").And.NotContain("unreachable-1").And.NotContain("skipped-1");
        runner.Output.Should().Contain("Job build completed with result: Failed");
    }

    [Fact]
    public async Task Run_StartedHookFails_FailsTheJobWithoutItsSteps()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        using var runner = await StandInRunner.DownloadAsync(simulator);
        var job = simulator.GitHub.EnqueueJob(GitHubClient.Repository, 7, "build", ["a"], "echo step-$((1))");

        runner.RunJit((await client.GenerateAsync("gha-1", "a")).BlobOfJit, ("ACTIONS_RUNNER_HOOK_JOB_STARTED", runner.WriteScript("started.sh", "exit 3")));

        (await job.Completion.WithinDeadlineAsync()).Should().Be("failure");
        job.Log.Should().NotContain("step-1");
    }

    [Fact]
    public async Task Run_BusyRunner_CannotBeDeletedAndIsShownBusy()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        using var runner = await StandInRunner.DownloadAsync(simulator);
        var registration = await client.GenerateAsync("gha-1", "a");
        var path = $"{GitHubClient.Runners}/{registration.Json["runner"]!["id"]}";
        var release = Path.Combine(runner.Folder, "release");
        var job = simulator.GitHub.EnqueueJob(
            GitHubClient.Repository, 7, "build", ["a"], Endless(runner, release));

        runner.RunJit(registration.BlobOfJit);
        await Eventually.TrueAsync(() => job.Log.Contains("working-1", StringComparison.Ordinal), "the log arrives while the job runs");

        var shown = (await client.GetAsync(path)).Json;
        shown["busy"]!.GetValue<bool>().Should().BeTrue();
        shown["status"]!.GetValue<string>().Should().Be("online");
        shown["os"]!.GetValue<string>().Should().Be("Linux");
        var refused = await client.DeleteAsync(path);
        refused.Status.Should().Be(422);
        refused.Message.Should().Be("Runner \"gha-1\" is currently running a job and cannot be deleted.");

        File.WriteAllText(release, "");
        (await job.Completion.WithinDeadlineAsync()).Should().Be("success");
        (await client.DeleteAsync(path)).Status.Should().Be(404);
    }

    [Fact]
    public async Task Run_TerminatedWhileIdle_LeavesPromptlyAndIsOffline()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        using var runner = await StandInRunner.DownloadAsync(simulator);
        runner.RunJit((await client.GenerateAsync("gha-1", "a")).BlobOfJit);
        await Eventually.TrueAsync(() => runner.Output.Contains("Listening for Jobs", StringComparison.Ordinal), "the runner listens");
        simulator.GitHub.Runners[0].Online.Should().BeTrue();

        await runner.TerminateAsync();

        (await runner.ExitAsync()).Should().Be(0);
        simulator.GitHub.Runners.Should().ContainSingle().Which.Online.Should().BeFalse("the session was closed, not lost");
        runner.Output.Should().Contain("Exiting...");
    }

    [Fact]
    public async Task Run_TerminatedWhileBusy_ReportsTheJobAsCancelled()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        using var runner = await StandInRunner.DownloadAsync(simulator);
        var job = simulator.GitHub.EnqueueJob(GitHubClient.Repository, 7, "build", ["a"], Endless(runner));
        runner.RunJit(
            (await client.GenerateAsync("gha-1", "a")).BlobOfJit,
            ("ACTIONS_RUNNER_HOOK_JOB_COMPLETED", runner.WriteScript("completed.sh", "echo after-$((1))")));
        await Eventually.TrueAsync(() => job.Log.Contains("working-1", StringComparison.Ordinal), "the job runs");

        await runner.TerminateAsync();

        (await job.Completion.WithinDeadlineAsync()).Should().Be("cancelled");
        await runner.ExitAsync();
        job.Log.Should().Contain("The operation was canceled.").And.Contain("after-1");
        runner.Output.Should().Contain("Job build completed with result: Canceled");
    }

    [Fact]
    public async Task Cancel_RunningJob_EndsIt()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        using var runner = await StandInRunner.DownloadAsync(simulator);
        var job = simulator.GitHub.EnqueueJob(GitHubClient.Repository, 7, "build", ["a"], Endless(runner));
        runner.RunJit((await client.GenerateAsync("gha-1", "a")).BlobOfJit);
        await Eventually.TrueAsync(() => job.Log.Contains("working-1", StringComparison.Ordinal), "the job runs");

        job.Cancel();

        (await job.Completion.WithinDeadlineAsync()).Should().Be("cancelled");
        (await runner.ExitAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Run_Killed_GoesOfflineAndItsJobFails()
    {
        var options = new SimulatorOptions { OfflineAfter = TimeSpan.FromSeconds(2), LostCommunicationAfter = TimeSpan.FromSeconds(3) };
        await using var simulator = await SimulatorHost.StartAsync(options);
        using var client = new GitHubClient(simulator);
        using var runner = await StandInRunner.DownloadAsync(simulator);
        var job = simulator.GitHub.EnqueueJob(GitHubClient.Repository, 7, "build", ["a"], Endless(runner));
        runner.RunJit((await client.GenerateAsync("gha-1", "a")).BlobOfJit);
        await Eventually.TrueAsync(() => job.Log.Contains("working-1", StringComparison.Ordinal), "the job runs");

        runner.KillTree();

        await Eventually.TrueAsync(() => !simulator.GitHub.Runners[0].Online, "the runner is offline");
        (await job.Completion.WithinDeadlineAsync()).Should().Be("failure");
        job.Log.Should().Contain("lost communication with the server");
        simulator.GitHub.Runners.Should().ContainSingle("the registration stays, stale");
    }

    [Fact]
    public async Task Run_RegistrationDeleted_SaysSoAndExits()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        using var runner = await StandInRunner.DownloadAsync(simulator);
        var registration = await client.GenerateAsync("gha-1", "a");
        runner.RunJit(registration.BlobOfJit);
        await Eventually.TrueAsync(() => runner.Output.Contains("Listening for Jobs", StringComparison.Ordinal), "the runner listens");

        await client.DeleteAsync($"{GitHubClient.Runners}/{registration.Json["runner"]!["id"]}");

        (await runner.ExitAsync()).Should().Be(0, "run.sh exits 0 for nearly every failure");
        runner.Output.Should().Contain("The runner no longer exists on the server");
        runner.RunJit(registration.BlobOfJit);
        (await runner.ExitAsync()).Should().Be(0);
        runner.Output.Should().Contain("Failed to create a session. The runner registration has been deleted from the server");
    }

    [Fact]
    public async Task Run_ServerUnreachable_RetriesUntilItAnswers()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var client = new GitHubClient(simulator);
        using var runner = await StandInRunner.DownloadAsync(simulator);
        var blob = (await client.GenerateAsync("gha-1", "a")).BlobOfJit;
        simulator.Faults.Add(new Faults.FaultRule { Path = "^/_runner/sessions$", Times = 2, Effect = Faults.FaultEffect.DropBefore() });

        runner.RunJit(blob);

        await Eventually.TrueAsync(() => simulator.GitHub.Runners[0].Online, "the runner connects at its third attempt");
        runner.Output.Should().Contain("Runner connect error");
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("1", 1)]
    public async Task Run_AsRoot_IsRefused(string manuallyTrapSignals, int exitCode)
    {
        if (Environment.UserName != "root")
            return;
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        using var runner = await StandInRunner.DownloadAsync(simulator);

        runner.RunJit("blob", ("RUNNER_ALLOW_RUNASROOT", ""), ("RUNNER_MANUALLY_TRAP_SIG", manuallyTrapSignals));

        (await runner.ExitAsync()).Should().Be(exitCode);
        runner.Output.Should().Contain("Must not run interactively with sudo");
    }
}
