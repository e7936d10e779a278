using GhaRunner.Machine.Tests.Support;

namespace GhaRunner.Machine.Tests;

/// <summary>The bootstrap as a container's first process, without new privileges.</summary>
public sealed class ContainerTests
{
    [DockerFact]
    public async Task Run_Jit_RunsItsJobAsRunnerAndExits()
    {
        await using var gitHub = await TestGitHub.StartAsync(forContainers: true, jitBytes: 6144);
        var job = gitHub.Enqueue("gha-1", "id -un; env | grep -cE '^(GHA_RUNNER_S|ACTIONS_RUNNER_INPUT)' || true", "setsid -f sleep 1000");
        await using var machine = await TestMachine.RunAsync(await gitHub.JitPlanAsync("gha-1"));

        var report = await machine.EndAsync();

        (await job.Completion).Should().Be("success", await machine.LogAsync());
        job.Log.Should().Contain("runner\n0\n");
        report.EndReason.Should().Be("runner-exited");
        (await machine.ExitCodeAsync()).Should().Be(0);
    }

    [DockerFact]
    public async Task Run_StoppedWhileBusy_LeavesWithinTheEnginesGrace()
    {
        await using var gitHub = await TestGitHub.StartAsync(forContainers: true);
        var job = gitHub.Enqueue("gha-1", "sleep 1000");
        await using var machine = await TestMachine.RunAsync(await gitHub.JitPlanAsync("gha-1"));
        await machine.ReachAsync("phase=job");

        await Command.OutputAsync("docker", "stop", "--time", "30", machine.Id);

        (await machine.ExitCodeAsync()).Should().Be(143, "137 would be the engine's kill");
        (await machine.ReportAsync()).EndReason.Should().Be("signal");
        (await job.Completion.WaitAsync(Eventually.Deadline)).Should().Be("cancelled", "the runner had time to say so");
    }

    [DockerFact]
    public async Task Run_AsAnotherUser_StaysThatUser()
    {
        await using var gitHub = await TestGitHub.StartAsync(forContainers: true);
        var job = gitHub.Enqueue("gha-1", "id -u");
        await using var machine = await TestMachine.RunAsync(await gitHub.JitPlanAsync("gha-1"), "--user", "1234");

        (await machine.EndAsync()).EndReason.Should().Be("runner-exited", await machine.LogAsync());

        (await job.Completion).Should().Be("success");
        job.Log.Should().Contain("1234\n");
    }

    [DockerFact]
    public async Task Run_Preinstalled_UsesTheRunnerOfTheImage()
    {
        await using var gitHub = await TestGitHub.StartAsync(forContainers: true);
        var plan = await gitHub.JitPlanAsync("gha-1");
        var runner = Directory.CreateTempSubdirectory("gha-runner-");
        await Command.OutputAsync("bash", "-c", "curl -fsSL \"$0\" | tar xz -C \"$1\"", plan.Package!.Url.ToString(), runner.FullName);
        var job = gitHub.Enqueue("gha-1", "id -un");
        await using var machine = await TestMachine.RunAsync(plan with { Package = null }, "--volume", runner.FullName + ":/home/runner");

        var report = await machine.EndAsync();
        runner.Delete(recursive: true);

        (await job.Completion).Should().Be("success", await machine.LogAsync());
        report.Phases.Select(phase => phase.Name).Should().Equal("start", "user", "preinstalled", "register", "listening", "job", "listening");
    }

    [DockerFact]
    public async Task Run_PreinstalledIsMissing_Fails()
    {
        await using var gitHub = await TestGitHub.StartAsync(forContainers: true);
        await using var machine = await TestMachine.RunAsync(await gitHub.JitPlanAsync("gha-1") with { Package = null });

        (await machine.EndAsync()).Should().BeEquivalentTo(new { FailedPhase = "preinstalled", ExitCode = 127, EndReason = "failed" });
        (await machine.ExitCodeAsync()).Should().Be(1);
    }

    [DockerFact]
    public async Task Run_NoSpaceForMarkers_NeverTakesABusyRunnerForIdle()
    {
        await using var gitHub = await TestGitHub.StartAsync(forContainers: true);
        var job = gitHub.Enqueue("gha-1", "sleep 8");
        var plan = await gitHub.JitPlanAsync("gha-1") with { IdleTimeout = TimeSpan.FromSeconds(3) };
        await using var machine = await TestMachine.RunAsync(plan with { SetupScript = "chmod 777 /opt; echo 'TMPDIR=/opt' >/opt/actions-runner/.env" }, "--tmpfs", "/tmp:ro");

        (await machine.EndAsync()).EndReason.Should().Be("runner-exited", await machine.LogAsync());
        (await job.Completion).Should().Be("success", await machine.LogAsync());
    }

    [DockerFact]
    public async Task Run_DiskTooSmall_FailsAndNamesThePhase()
    {
        await using var gitHub = await TestGitHub.StartAsync(forContainers: true);
        await using var machine = await TestMachine.RunAsync(await gitHub.JitPlanAsync("gha-1"), "--tmpfs", "/opt/actions-runner:exec,size=24k");

        (await machine.EndAsync()).FailedPhase.Should().BeOneOf("download", "unpack");
    }

    [DockerFact]
    public async Task Run_ScriptHearsNoSignal_IsEndedByItsTimer()
    {
        // A command in the foreground keeps bash from its traps: the timer has to end that first.
        var folder = Directory.CreateTempSubdirectory("gha-hang-");
        var hang = Path.Combine(folder.FullName, "useradd");
        await File.WriteAllTextAsync(hang, "#!/bin/bash\nsleep 1000\n");
        await Command.OutputAsync("chmod", "755", hang);
        await using var gitHub = await TestGitHub.StartAsync(forContainers: true);
        var plan = await gitHub.JitPlanAsync("gha-1") with { TimeToLive = TimeSpan.FromSeconds(3) };
        await using var machine = await TestMachine.RunAsync(plan, "--volume", hang + ":/usr/sbin/useradd:ro");

        var report = await machine.EndAsync();
        folder.Delete(recursive: true);

        report.EndReason.Should().Be("ttl");
    }
}
