using System.Diagnostics;
using System.Globalization;
using GhaRunner.Abstractions;
using GhaRunner.Core.Bootstrap;
using GhaRunner.Machine.Tests.Support;

namespace GhaRunner.Machine.Tests;

/// <summary>The bootstrap as a process of its own session on somebody's machine: this one.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gha-process-");

    private DirectoryInfo Temporary => _folder.CreateSubdirectory("tmp");

    public void Dispose() => _folder.Delete(recursive: true);

    [ToolFact("setsid")]
    public async Task Run_JobLeavesADaemonBehind_EndsItToo()
    {
        await using var gitHub = await TestGitHub.StartAsync(forContainers: false);
        var pidFile = Path.Combine(_folder.FullName, "daemon");
        var job = gitHub.Enqueue("gha-1", $"setsid -f bash -c 'echo $$ >{pidFile}; exec sleep 1000'; until [ -s {pidFile} ]; do sleep 0.1; done");
        using var process = Start(await gitHub.JitPlanAsync("gha-1"));

        var report = await EndAsync(process);

        (await job.Completion).Should().Be("success");
        report.EndReason.Should().Be("runner-exited");
        report.Phases.Should().NotContain(phase => phase.Name == "user");
        process.ExitCode.Should().Be(0);
        await GoneAsync(int.Parse(await File.ReadAllTextAsync(pidFile), CultureInfo.InvariantCulture));
        Directory.GetFileSystemEntries(Temporary.FullName, "tmp.*").Should().BeEmpty();
    }

    [ToolFact("setsid")]
    public async Task Run_TerminatedWhileBusy_LeavesNoProcess()
    {
        await using var gitHub = await TestGitHub.StartAsync(forContainers: false);
        var pidFile = Path.Combine(_folder.FullName, "step");
        var job = gitHub.Enqueue("gha-1", $"trap '' TERM INT; echo $$ >{pidFile}; while :; do sleep 1; done");
        using var process = Start(await gitHub.JitPlanAsync("gha-1"));
        await Eventually.TrueAsync(() => Task.FromResult(File.Exists(pidFile)), () => Task.FromResult("The job never started."));

        await Command.OutputAsync("kill", "-TERM", process.Id.ToString(CultureInfo.InvariantCulture));

        (await EndAsync(process)).EndReason.Should().Be("signal");
        process.ExitCode.Should().Be(143);
        await GoneAsync(int.Parse(await File.ReadAllTextAsync(pidFile), CultureInfo.InvariantCulture));
        (await job.Completion.WaitAsync(Eventually.Deadline)).Should().NotBe("success");
    }

    [ToolFact("setsid")]
    public async Task Run_SetupScript_SeesNoRegistrationAndItsFailureEndsAll()
    {
        await using var gitHub = await TestGitHub.StartAsync(forContainers: false);
        var plan = await gitHub.JitPlanAsync("gha-1") with
        {
            SetupScript = "echo inputs-$(env | grep -cE '^(ACTIONS_RUNNER_INPUT|GHA_RUNNER_S)'); echo environ-$(tr '\\0' '\\n' </proc/$PPID/environ | grep -cE '^(ACTIONS_RUNNER_INPUT|GHA_RUNNER_SETUP)'); false; echo unreachable",
        };
        using var process = Start(plan);

        var report = await EndAsync(process);

        report.FailedPhase.Should().Be("setup");
        report.LastLines.Should().Equal("inputs-0", "environ-0");
        process.ExitCode.Should().Be(1);
    }

    private Process Start(BootstrapPlan plan)
    {
        var bootstrap = BootstrapRenderer.Render(plan, BootstrapFormat.Process);
        var start = new ProcessStartInfo("setsid", bootstrap.Command) { RedirectStandardOutput = true };
        foreach (var (name, value) in bootstrap.Environment)
            start.Environment[name] = value;
        start.Environment["GHA_RUNNER_DIR"] = Path.Combine(_folder.FullName, "runner");
        start.Environment["TMPDIR"] = Temporary.FullName;
        return Process.Start(start)!;
    }

    private static async Task<BootstrapReport> EndAsync(Process process)
    {
        var log = await process.StandardOutput.ReadToEndAsync().WaitAsync(Eventually.Deadline);
        await process.WaitForExitAsync().WaitAsync(Eventually.Deadline);
        return BootstrapLog.Parse(log);
    }

    // A zombie, where the first process of a test machine reaps nothing, is gone as well.
    private static Task GoneAsync(int process) => Eventually.TrueAsync(
        async () => await Command.OutputAsync("bash", "-c", "tr -d '\\0' </proc/$0/cmdline 2>/dev/null || true", process.ToString(CultureInfo.InvariantCulture)) == "",
        () => Task.FromResult($"Process {process} outlived its machine."));
}
