using GhaRunner.Conformance.RealParts;
using GhaRunner.Core.Bootstrap;
using GhaRunner.Machine.Tests.Support;
using GhaRunner.Simulator.Aws.Booting;

namespace GhaRunner.Machine.Tests;

/// <summary>What the simulator boots for its instances does what a machine would, and leaves nothing.</summary>
public sealed class HostedInstanceTests
{
    private static readonly string[] s_phases = ["start", "dependencies", "download", "verify", "unpack", "register", "listening", "job", "listening"];

    [ToolFact("setsid")]
    public Task Process_Job_RunsAndPowersOff() => RunsItsJobAsync(isContainer: false, s_phases);

    [DockerFact]
    public Task Container_Job_RunsAndPowersOff() => RunsItsJobAsync(isContainer: true, ["start", "user", .. s_phases[1..]]);

    [ToolFact("setsid")]
    public Task Process_PlugPulledWhileBusy_LeavesNothing() => LeavesNothingAsync(isContainer: false);

    [DockerFact]
    public Task Container_PlugPulledWhileBusy_LeavesNothing() => LeavesNothingAsync(isContainer: true);

    [ToolFact("setsid")]
    public Task Process_SetupFails_SaysSoAndPowersOff() => FailsInSetupAsync(isContainer: false);

    [DockerFact]
    public Task Container_SetupFails_SaysSoAndPowersOff() => FailsInSetupAsync(isContainer: true);

    [DockerFact]
    public async Task Container_Commands_RunAndTheMachineStays()
    {
        await using var instance = await HostedInstance.BootAsync(isContainer: true, "#cloud-config\nruncmd:\n- [bash, -c, \"echo ready-$((40 + 2)) >/dev/console; exit 7\"]\n");

        await instance.PrintsAsync("ready-42");

        instance.PoweredOff.IsCompleted.Should().BeFalse();
        instance.Log.Should().NotContain("\r");
    }

    [DockerFact]
    public async Task Container_ImageIsMissing_SaysSoAndLeavesNothing()
    {
        var seeds = Directory.CreateTempSubdirectory("gha-i-");
        using var host = new ContainerInstanceHost { Image = "gha-runner-no-such-image", SeedDirectory = seeds.FullName };

        var boot = () => host.BootAsync("i-1", "", _ => { }, CancellationToken.None);

        (await boot.Should().ThrowAsync<HttpRequestException>()).WithMessage("*No such image: gha-runner-no-such-image*");
        seeds.GetFileSystemInfos().Should().BeEmpty();
        seeds.Delete();
    }

    [ToolFact("setsid")]
    public Task Process_TimeIsUp_PowersOff() => EndsItselfAsync("ttl", plan => plan with { TimeToLive = TimeSpan.FromSeconds(3) });

    [ToolFact("setsid")]
    public Task Process_NoJob_PowersOff() => EndsItselfAsync("idle", plan => plan with { IdleTimeout = TimeSpan.FromSeconds(1) });

    [ToolFact("setsid")]
    public Task Process_NotListeningInTime_PowersOff() =>
        EndsItselfAsync("registration", plan => plan with { SetupScript = "sleep 1000", RegistrationTimeout = TimeSpan.FromSeconds(1) });

    private static async Task RunsItsJobAsync(bool isContainer, string[] phases)
    {
        await using var gitHub = await TestGitHub.StartAsync(isContainer, jitBytes: 6144);
        var job = gitHub.Enqueue("gha-1", "echo from-$RUNNER_NAME", "setsid -f sleep 1000");
        await using var instance = await HostedInstance.BootAsync(isContainer, await gitHub.JitPlanAsync("gha-1"));

        var report = await instance.EndAsync();

        (await job.Completion).Should().Be("success", instance.Log);
        job.Log.Should().Contain("from-gha-1\n");
        report.Phases.Select(phase => phase.Name).Should().Equal(phases);
        report.EndReason.Should().Be("runner-exited", instance.Log);
        gitHub.Simulator.GitHub.Runners.Should().BeEmpty();
        await instance.PullPlugAsync();
        (await instance.RemainsAsync()).Should().BeEmpty();
    }

    private static async Task LeavesNothingAsync(bool isContainer)
    {
        await using var gitHub = await TestGitHub.StartAsync(isContainer);
        var job = gitHub.Enqueue("gha-1", "setsid -f sleep 1000; trap '' TERM INT HUP; while :; do sleep 1; done");
        await using var instance = await HostedInstance.BootAsync(isContainer, await gitHub.JitPlanAsync("gha-1"));
        await instance.PrintsAsync("phase=job");
        (await instance.RemainsAsync()).Should().HaveCountGreaterThan(1);

        await instance.PullPlugAsync();

        (await instance.RemainsAsync()).Should().BeEmpty();
        instance.PoweredOff.IsCompleted.Should().BeFalse("it has not powered itself off");
        instance.Log.Should().NotContain("end reason=");
        job.Cancel();
    }

    private static async Task FailsInSetupAsync(bool isContainer)
    {
        await using var gitHub = await TestGitHub.StartAsync(isContainer);
        await using var instance = await HostedInstance.BootAsync(isContainer, await gitHub.JitPlanAsync("gha-1") with { SetupScript = "echo no such package; exit 42" });

        var report = await instance.EndAsync();

        report.Should().BeEquivalentTo(new { FailedPhase = "setup", ExitCode = 42, EndReason = "failed" }, instance.Log);
        report.LastLines.Should().Contain("no such package");
    }

    private static async Task EndsItselfAsync(string reason, Func<BootstrapPlan, BootstrapPlan> change)
    {
        await using var gitHub = await TestGitHub.StartAsync(forContainers: false);
        await using var instance = await HostedInstance.BootAsync(isContainer: false, change(await gitHub.JitPlanAsync("gha-1")));

        (await instance.EndAsync()).EndReason.Should().Be(reason, instance.Log);
    }
}
