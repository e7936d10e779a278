using GhaRunner.Machine.Tests.Support;

namespace GhaRunner.Machine.Tests;

/// <summary>Boots the user-data by systemd and cloud-init.</summary>
public sealed class CloudConfigTests
{
    [DockerFact]
    public async Task Boot_JitOfFullSize_RunsItsJobAndEnds()
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
}
