using System.Globalization;
using GhaRunner.Core.Bootstrap;

namespace GhaRunner.Core.Tests.Bootstrap;

public sealed class BootstrapLogTests
{
    [Fact]
    public void Parse_WholeLife_TellsPhasesWithDurationsAndTheEnd()
    {
        var report = BootstrapLog.Parse("""
            [gha-runner] 2026-01-31T12:00:00Z phase=start
            [gha-runner] 2026-01-31T12:00:01Z phase=download
            [gha-runner] 2026-01-31T12:00:04Z phase=verify skipped
            [gha-runner] 2026-01-31T12:00:04Z phase=register
            √ Connected to GitHub
            [gha-runner] 2026-01-31T12:00:06Z phase=listening
            [gha-runner] 2026-01-31T12:10:06Z end reason=idle
            """);

        report.Phases.Should().Equal(
            new BootstrapPhase("start", At("12:00:00"), TimeSpan.FromSeconds(1)),
            new BootstrapPhase("download", At("12:00:01"), TimeSpan.FromSeconds(3)),
            new BootstrapPhase("verify", At("12:00:04"), TimeSpan.Zero),
            new BootstrapPhase("register", At("12:00:04"), TimeSpan.FromSeconds(2)),
            new BootstrapPhase("listening", At("12:00:06"), TimeSpan.FromMinutes(10)));
        report.EndReason.Should().Be("idle");
        report.FailedPhase.Should().BeNull();
        report.ExitCode.Should().BeNull();
        report.LastLines.Should().Equal("√ Connected to GitHub");
    }

    [Fact]
    public void Parse_Failure_TellsPhaseCodeReasonAndTheLinesBeforeIt()
    {
        var report = BootstrapLog.Parse("""
            [gha-runner] 2026-01-31T12:00:00Z phase=setup
            installing
            E: Unable to locate package cuda
            [gha-runner] 2026-01-31T12:00:09Z failed phase=setup exit=100 reason=setup-script failed: see above
            [gha-runner] 2026-01-31T12:00:09Z end reason=failed
            Powering off.
            """);

        report.FailedPhase.Should().Be("setup");
        report.ExitCode.Should().Be(100);
        report.FailureReason.Should().Be("setup-script failed: see above");
        report.EndReason.Should().Be("failed");
        report.LastLines.Should().Equal("installing", "E: Unable to locate package cuda");
        report.Phases.Should().ContainSingle().Which.Duration.Should().Be(TimeSpan.FromSeconds(9));
    }

    [Fact]
    public void Parse_SerialConsole_LooksThroughPrefixesLineEndsAndColours()
    {
        var report = BootstrapLog.Parse(
            "r: truncated first line\r\n" +
            "[    2.000000] systemd[1]: Started \u001b[0;1;39mgha-runner.service\u001b[0m.\r\n" +
            "[   12.345678] gha-runner[321]: [gha-runner] 2026-01-31T12:00:00Z phase=setup\r\n" +
            "[   12.400000] gha-runner[321]: \u001b[31mboom\u001b[0m\a\r\n" +
            "[   12.500000] kernel: noise\r\n" +
            "2026-01-31T12:00:01.000000Z [   13.000000] gha-runner[321]: [gha-runner] 2026-01-31T12:00:02Z failed phase=setup exit=1 reason=setup-script failed\r\n");

        report.Phases.Should().Equal(new BootstrapPhase("setup", At("12:00:00"), TimeSpan.FromSeconds(2)));
        report.FailedPhase.Should().Be("setup");
        report.FailureReason.Should().Be("setup-script failed");
        report.EndReason.Should().BeNull("the log was cut before it");
        report.LastLines.Should().Equal("boom");
    }

    [Fact]
    public void Parse_StillRunning_LeavesTheLastPhaseOpen() =>
        BootstrapLog.Parse("[gha-runner] 2026-01-31T12:00:00Z phase=download\ncurl: slow").Should().BeEquivalentTo(new BootstrapReport
        {
            Phases = [new BootstrapPhase("download", At("12:00:00"), null)],
            LastLines = ["curl: slow"],
        });

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\n")]
    [InlineData("[gha-runner] 2026-13-99T12:00:00Z phase=start")]
    [InlineData("[gha-runner] soon phase=start\n[gha-runner] 2026-01-31T12:00:00Z")]
    [InlineData("[gha-run")]
    public void Parse_NoMarker_TellsNothing(string log)
    {
        var report = BootstrapLog.Parse(log);

        report.Phases.Should().BeEmpty();
        report.FailedPhase.Should().BeNull();
        report.EndReason.Should().BeNull();
    }

    [Fact]
    public void Parse_ManyLines_KeepsTheLastTwenty() =>
        BootstrapLog.Parse(string.Join('\n', Enumerable.Range(1, 1000).Select(number => $"line {number}"))).LastLines
            .Should().HaveCount(20).And.StartWith(["line 981"]).And.EndWith(["line 1000"]);

    [Fact]
    public void Parse_ClockSetBack_HasNoNegativeDuration() =>
        BootstrapLog.Parse("[gha-runner] 2026-01-31T12:00:05Z phase=start\n[gha-runner] 2026-01-31T12:00:00Z phase=user").Phases[0]
            .Duration.Should().Be(TimeSpan.Zero);

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse($"2026-01-31T{time}Z", CultureInfo.InvariantCulture);
}
