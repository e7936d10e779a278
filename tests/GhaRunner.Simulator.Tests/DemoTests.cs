using System.Diagnostics;
using System.Text.RegularExpressions;
using GhaRunner.Simulator.Tests.Support;

namespace GhaRunner.Simulator.Tests;

public sealed partial class DemoTests
{
    private const string Program = "gha-runner";
    private static readonly string[] s_local = ["--provider", "local"];

    [Fact]
    public async Task Demo_Local_ShowsTheJobsOutputAndProvesThatNothingIsLeft()
    {
        using var demo = new DemoRun(Program, [.. s_local, "--count", "2"]);

        (await demo.EndAsync()).Should().Be(0, demo.Text);
        demo.Text.Should().MatchRegex(@"(?m)^test 1 \| Hello from gha-\d+-1-\w+-1$").And.MatchRegex(@"(?m)^test 2 \| Hello from gha-\d+-1-\w+-2$");
        demo.Text.Should().Contain("2 runners online on local").And.Contain("Removed: 2 machines").And.Contain("All done; nothing is left");
        demo.Text.Should().NotContain("\e", "without a terminal there are plain lines").And.NotContain("::add-mask").And.NotMatchRegex("demo-[0-9a-f]{40}");
        ShouldProveThatNothingIsLeft(demo);
    }

    [Theory]
    [InlineData("created (default)")]
    [InlineData("primes up to 1000")]
    public async Task Demo_Interrupted_StopsAndProvesThatNothingIsLeft(string at)
    {
        using var demo = new DemoRun(Program, s_local);
        await demo.InterruptAtAsync(at);

        (await demo.EndAsync()).Should().Be(130, demo.Text);
        demo.Text.Should().Contain("✓ stop succeeded").And.Contain("Cancelled; nothing is left").And.NotContain("Hello from");
        ShouldProveThatNothingIsLeft(demo);
    }

    [Fact]
    public async Task Demo_ProgramFails_RunsStopAllTheSameAndFails()
    {
        using var demo = new DemoRun("/bin/false", s_local);

        (await demo.EndAsync()).Should().Be(1, demo.Text);
        demo.Text.Should().Contain("start | Error: Process completed with exit code 1.").And.Contain("✗ start failed").And.Contain("✗ stop failed").And.NotContain("job test");
        ShouldProveThatNothingIsLeft(demo);
    }

    [Fact]
    public async Task Demo_ProgramLeavesAProcess_NamesItAndFails()
    {
        using var demo = new DemoRun("Programs/leaks.sh", s_local);

        var exitCode = await demo.EndAsync();
        var left = Left().Match(demo.Text);
        left.Success.Should().BeTrue(demo.Text);
        using (var process = Process.GetProcessById(int.Parse(left.Groups["process"].Value)))
            process.Kill();
        Directory.Delete(left.Groups["directory"].Value, recursive: true);
        exitCode.Should().Be(1);
        demo.Text.Should().Contain($"✗ left: temporary directory {left.Groups["directory"].Value}");
    }

    [Fact]
    public async Task Demo_ProgramTalksToTheRunner_ShowsWhatGitHubShows()
    {
        using var demo = new DemoRun("Programs/talks.sh", s_local);

        (await demo.EndAsync()).Should().Be(1);
        demo.Text.Should().Contain("""
            start | It says *** and ***.
            start | > A group
            start |   ::error::foreign text
            start | Notice: A notice
            start | Notice: of two lines
            start | ***
            start | 10m
            start | start
            start | Error: Process completed with exit code 3.
            """);
        demo.Text.Should().MatchRegex(@"(?m)^Heading\n  machine  a\|b +\n  state    <gone *$");
    }

    [Fact]
    public async Task Demo_DockerAskedForWithoutEngine_SaysSoAndFails()
    {
        using var demo = new DemoRun(Program, "--provider", "docker");

        (await demo.EndAsync()).Should().Be(1);
        demo.Text.Should().Contain("Without docker: no engine answers at unix:///nonexistent/docker.sock");
    }

    [Theory]
    [InlineData("--provider", "gcp")]
    [InlineData("--count", "0")]
    [InlineData("--unknown", "1")]
    public async Task Demo_WrongArgument_NamesItAndShowsTheUsage(string name, string value)
    {
        using var demo = new DemoRun(Program, name, value);

        (await demo.EndAsync()).Should().Be(2);
        demo.Text.Should().Contain($"'{name} {value}'").And.Contain("Usage: gha-runner-simulator demo");
    }

    private static void ShouldProveThatNothingIsLeft(DemoRun demo)
    {
        var directory = TemporaryDirectory().Match(demo.Text).Groups["directory"].Value;
        demo.Text.Should().Contain($"✓ local: no process with GHA_MACHINE={directory}/machines/…")
            .And.Contain($"✓ local: no machine in {directory}/machines")
            .And.Contain("✓ local: no registration in octo-org/octo-repo");
        Directory.Exists(directory).Should().BeFalse();
    }

    [GeneratedRegex("✓ no temporary directory (?<directory>/.+)")]
    private static partial Regex TemporaryDirectory();

    [GeneratedRegex(@"✗ local: left: process with GHA_MACHINE=(?<directory>.+)/machines/…: (?<process>\d+)")]
    private static partial Regex Left();
}
