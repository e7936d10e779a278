using GhaRunner.Machine.Tests.Support;

namespace GhaRunner.Machine.Tests;

/// <summary>Boots the user-data by systemd and cloud-init, and watches machines that do what they should.</summary>
public sealed class CloudConfigTests
{
    [DockerFact]
    public async Task Boot_JitOfFullSize_RunsItsJobAsRunnerAndEnds()
    {
        await using var gitHub = await TestGitHub.StartAsync(forContainers: true, jitBytes: 6144);
        var job = gitHub.Enqueue("gha-1", "id -un", "env | grep -E '^(GHA_RUNNER_|ACTIONS_RUNNER_INPUT)' | sort; echo home-$HOME");
        await using var machine = await TestMachine.BootAsync(await gitHub.JitPlanAsync("gha-1"));

        var report = await machine.EndAsync();

        (await job.Completion).Should().Be("success", await machine.LogAsync());
        job.Log.Should().Contain("runner\n").And.Contain("home-/home/runner").And.NotContain("GHA_RUNNER_SETUP").And.NotContain("INPUT_");
        report.EndReason.Should().Be("runner-exited", await machine.LogAsync());
        report.FailedPhase.Should().BeNull();
        report.Phases.Select(phase => phase.Name).Should()
            .Equal("start", "user", "dependencies", "download", "verify", "unpack", "register", "listening", "job", "listening");
        gitHub.Simulator.GitHub.Runners.Should().BeEmpty();
    }

    [DockerFact]
    public async Task Boot_Token_TakesJobsUntilItIsIdle()
    {
        await using var gitHub = await TestGitHub.StartAsync(forContainers: true);
        var plan = await gitHub.TokenPlanAsync("gha-1", "many") with { IdleTimeout = TimeSpan.FromSeconds(5) };
        var jobs = new[] { gitHub.Enqueue("many", "sleep 7"), gitHub.Enqueue("many", "env | grep -c ^ACTIONS_RUNNER_INPUT || true") };
        await using var machine = await TestMachine.BootAsync(plan);

        var report = await machine.EndAsync();

        (await Task.WhenAll(jobs.Select(job => job.Completion))).Should().Equal("success", "success");
        jobs[1].Log.Should().Contain("0\n");
        report.EndReason.Should().Be("idle", await machine.LogAsync());
        report.Phases.Count(phase => phase.Name == "job").Should().Be(2, "a job of more than the idle time is not idleness");
    }

    [DockerFact]
    public async Task Boot_HostileText_IsTakenAsItIs()
    {
        const string hostile = "it's \"quoted\" $(touch /pwned) `touch /pwned` ; \\ * é";
        await using var gitHub = await TestGitHub.StartAsync(forContainers: true);
        var plan = await gitHub.TokenPlanAsync(hostile, "a b", "$(touch /pwned)", "'", "#: {") with
        {
            SetupScript = "cat >/root/told <<'EOF'\nit's \"$HOME\" `x` # é\nEOF\nread -r nothing || echo no-input; cat /root/told",
        };
        await using var machine = await TestMachine.BootAsync(plan);

        await machine.ReachAsync("phase=listening");

        var runner = gitHub.Simulator.GitHub.Runners.Should().ContainSingle().Subject;
        runner.Name.Should().Be(hostile);
        runner.Labels.Should().Contain(["a b", "$(touch /pwned)", "'", "#: {"]);
        (await machine.InsideAsync("cat /root/told; find / -xdev -name pwned")).Should().Be("it's \"$HOME\" `x` # é");
        (await machine.LogAsync()).Should().Contain("no-input");
        (await machine.InsideAsync("cloud-init status --wait")).Should().Contain("status: done", "what we delete is not missed");
    }

    [DockerFact]
    public async Task Boot_Busy_ShowsNoSecretInProcessesOrOnDisk()
    {
        await using var gitHub = await TestGitHub.StartAsync(forContainers: true, jitBytes: 6144);
        var plan = await gitHub.JitPlanAsync("gha-1") with { SetupScript = "export MINE=the-users-secret; id -u >/root/uid" };
        var job = gitHub.Enqueue("gha-1", "until [ -e /tmp/release ]; do sleep 0.1; done");
        await using var machine = await TestMachine.BootAsync(plan);
        await machine.ReachAsync("phase=job");

        // Needles come in a file: as arguments they would be found in the process list.
        var packed = machine.UserData.Split('\n').Where(line => line.StartsWith("  content: H4sI", StringComparison.Ordinal)).ElementAt(1)[11..];
        await machine.CopyInAsync(
            "/root/needles", string.Join('\n', plan.Registration.JitConfiguration[..80], packed[..80], "the-users-secret", Encode(plan.SetupScript)[..40]) + "\n");
        var found = await machine.InsideAsync("""
            echo "processes: $(cd /proc && grep -laFf /root/needles [0-9]*/cmdline 2>/dev/null)"
            echo "disk: $(grep -rlaFf /root/needles / --exclude=needles --exclude-dir={proc,sys,dev,seed} 2>/dev/null)"
            for p in $(cd /proc && grep -laFf /root/needles [0-9]*/environ 2>/dev/null); do tr '\0' ' ' <"/proc/$(dirname "$p")/cmdline"; echo; done
            cat /root/uid; touch /tmp/release
            """);

        (await job.Completion).Should().Be("success");
        found.Should().StartWith("processes: \ndisk: \n").And.EndWith("0").And.NotContain("bootstrap.sh");
        found.Split('\n')[2..^1].Should().OnlyContain(
            line => line.Contains("run.sh", StringComparison.Ordinal) || line.Contains("run-helper.sh", StringComparison.Ordinal) || line.Contains("Listener", StringComparison.Ordinal),
            "only the runner has the registration in its environment");
    }

    private static string Encode(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}
