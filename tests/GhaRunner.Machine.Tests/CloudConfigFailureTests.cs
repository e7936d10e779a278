using GhaRunner.Core.Bootstrap;
using GhaRunner.Machine.Tests.Support;

namespace GhaRunner.Machine.Tests;

/// <summary>Whatever goes wrong, the machine ends itself, and its console says which phase it was.</summary>
public sealed class CloudConfigFailureTests
{
    [DockerFact]
    public async Task Boot_WrongHash_EndsInVerify() => (await FailAsync(plan => plan with
    {
        Package = plan.Package! with { Sha256 = new string('0', 64) },
    })).Should().BeEquivalentTo(new { FailedPhase = "verify", ExitCode = 65, EndReason = "failed" });

    [DockerFact]
    public async Task Boot_DownloadHostUnreachable_EndsInDownload()
    {
        var report = await FailAsync(plan => plan with { Package = plan.Package! with { Url = new Uri("http://127.0.0.1:1/runner.tar.gz?token=hidden") } });

        report.Should().BeEquivalentTo(new { FailedPhase = "download", ExitCode = 7, EndReason = "failed" });
        report.FailureReason.Should().Be("cannot download http://127.0.0.1:1/runner.tar.gz");
        report.LastLines[^1].Should().Contain("curl: (7)");
    }

    [DockerFact]
    public async Task Boot_SetupScriptFails_EndsInSetupWithItsLastLines()
    {
        var report = await FailAsync(plan => plan with { SetupScript = "echo installing\necho no such driver >&2\nexit 9\n" });

        report.Should().BeEquivalentTo(new { FailedPhase = "setup", ExitCode = 9, EndReason = "failed" });
        report.LastLines.Should().EndWith(["installing", "no such driver"]);
    }

    [DockerFact]
    public async Task Boot_SetupScriptHangs_EndsInSetupWhenTheTimeToRegisterIsUp() => (await FailAsync(plan => plan with
    {
        SetupScript = "sleep 1000",
        RegistrationTimeout = TimeSpan.FromSeconds(5),
    })).Should().BeEquivalentTo(new { FailedPhase = "setup", ExitCode = 124, EndReason = "registration" });

    [DockerFact]
    public async Task Boot_GitHubUnreachable_EndsInRegister()
    {
        var report = await FailAsync(
            plan => plan with { RegistrationTimeout = TimeSpan.FromSeconds(8) },
            gitHub => gitHub.Simulator.Faults.Add(new() { Path = "/_runner/sessions", Times = int.MaxValue, Effect = Simulator.Faults.FaultEffect.DropBefore() }));

        report.Should().BeEquivalentTo(new { FailedPhase = "register", ExitCode = 124, EndReason = "registration" });
        report.LastLines.Should().Contain(line => line.Contains("Runner connect error", StringComparison.Ordinal));
    }

    [DockerFact]
    public async Task Boot_RegistrationGone_EndsInRegister()
    {
        var report = await FailAsync(plan => plan with
        {
            Registration = plan.Registration with { JitConfiguration = "bm90IGEgY29uZmlndXJhdGlvbg==" },
        });

        report.Should().BeEquivalentTo(new { FailedPhase = "register", EndReason = "failed" });
        report.LastLines.Should().Contain(line => line.Contains("could not be decoded", StringComparison.Ordinal));
    }

    [DockerFact]
    public async Task Boot_NoJob_EndsIdle() => (await FailAsync(plan => plan with { IdleTimeout = TimeSpan.FromSeconds(3) }))
        .Should().BeEquivalentTo(new { FailedPhase = (string?)null, EndReason = "idle" });

    private static async Task<BootstrapReport> FailAsync(Func<BootstrapPlan, BootstrapPlan> change, Action<TestGitHub>? arrange = null)
    {
        await using var gitHub = await TestGitHub.StartAsync(forContainers: true);
        arrange?.Invoke(gitHub);
        await using var machine = await TestMachine.BootAsync(change(await gitHub.JitPlanAsync("gha-1")));
        return await machine.EndAsync();
    }
}
