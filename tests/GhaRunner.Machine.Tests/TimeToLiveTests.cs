using GhaRunner.Machine.Tests.Support;

namespace GhaRunner.Machine.Tests;

/// <summary>The machine's time is up, whatever it does and whatever has become of the script.</summary>
public sealed class TimeToLiveTests
{
    [DockerFact]
    public async Task Boot_BusyWhenTimeIsUp_Ends()
    {
        await using var gitHub = await TestGitHub.StartAsync(forContainers: true);
        var job = gitHub.Enqueue("gha-1", "sleep 1000");
        await using var machine = await TestMachine.BootAsync(await gitHub.JitPlanAsync("gha-1") with { TimeToLive = TimeSpan.FromSeconds(12) });

        var report = await machine.EndAsync();

        report.Phases.Should().Contain(phase => phase.Name == "job");
        report.EndReason.Should().Be("ttl", await machine.LogAsync());
        (await job.Completion.WaitAsync(Eventually.Deadline)).Should().NotBe("success");
    }

    [DockerFact]
    public async Task Boot_ScriptStandsStill_EndsByTheTimerThatWasArmedFirst()
    {
        await using var gitHub = await TestGitHub.StartAsync(forContainers: true);
        await using var machine = await TestMachine.BootAsync(await gitHub.JitPlanAsync("gha-1") with { TimeToLive = TimeSpan.FromSeconds(20) });
        await machine.ReachAsync("phase=listening");

        await machine.InsideAsync("systemctl kill --signal=STOP gha-runner");

        (await machine.EndAsync()).EndReason.Should().Be("ttl", await machine.LogAsync());
    }

    [DockerFact]
    public async Task Boot_ScriptIsKilled_Ends()
    {
        await using var gitHub = await TestGitHub.StartAsync(forContainers: true);
        await using var machine = await TestMachine.BootAsync(await gitHub.JitPlanAsync("gha-1"));
        await machine.ReachAsync("phase=listening");

        await machine.InsideAsync("systemctl kill --kill-who=main --signal=KILL gha-runner");

        (await machine.EndAsync()).EndReason.Should().BeNull();
    }

    [DockerFact]
    public async Task Boot_ASecondTime_EndsAtOnce()
    {
        await using var gitHub = await TestGitHub.StartAsync(forContainers: true);
        await using var machine = await TestMachine.BootAsync(await gitHub.JitPlanAsync("gha-1"));
        await machine.ReachAsync("phase=listening");

        await machine.CrashAndBootAsync();

        var report = await machine.EndAsync();
        report.Should().BeEquivalentTo(new { FailedPhase = "start", ExitCode = 66, EndReason = "failed" });
        report.FailureReason.Should().Contain("booted again");
    }

    [DockerFact]
    public async Task Boot_ScriptCannotBeWritten_Ends()
    {
        await using var gitHub = await TestGitHub.StartAsync(forContainers: true);
        await using var machine = await TestMachine.BootAsync(await gitHub.JitPlanAsync("gha-1"), "--tmpfs", "/opt:ro");

        (await machine.EndAsync()).Should().BeEquivalentTo(new { FailedPhase = "cloud-init", ExitCode = 1 });
    }
}
