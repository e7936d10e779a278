using GhaRunner.Actions.Tests.Support;
using GhaRunner.Simulator.Faults;

namespace GhaRunner.Actions.Tests;

/// <summary>A machine that fails: the phase is named, its last lines are shown, and nothing is left.</summary>
public sealed class MachineFailureTests
{
    private const string Downloads = """[{"os":"linux","architecture":"x64","download_url":"URL","filename":"actions-runner-linux-x64-2.336.0.tar.gz","sha256_checksum":"SUM"}]""";
    private static readonly string wrongSum = new('0', 64);

    [Fact]
    public async Task Start_SetupScriptFails_ShowsItsOutputAndNamesThePhase()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(("setup-script", "echo \"preparing the 'disk'\"\necho '::error::not a command' >&2\nexit 7"));
        start.ExitCode.Should().Be(1, start.VisibleText);
        start.VisibleText.Should().Contain("phase 'setup'").And.Contain("exit code 7").And.Contain("preparing the 'disk'").And.Contain("Nothing is left of this start.");
        CommandsIn(start.VisibleText).Should().NotContain(line => line.Contains("not a command"), "foreign text must not become a command");
        start.Summary.Should().Contain("preparing the 'disk'").And.Contain("failed");
        start.Outputs["mapping"].Should().Be("{}");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_SetupScriptFails_TheMachineEndsAtOnceAndNotAtTheTimeout()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(("setup-script", "exit 3"), ("timeout", "20s"));
        start.ExitCode.Should().Be(1, start.VisibleText);
        start.VisibleText.Should().Contain("exit code 3").And.Contain("Mend the input setup-script");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_OneOfThreeFails_LeavesNothing()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(("count", "3"), ("setup-script", "case $GHA_MACHINE in *-3) echo the third; exit 1;; esac"));
        start.ExitCode.Should().Be(1, start.VisibleText);
        start.VisibleText.Should().Contain("the third").And.Contain("Removed: 3 machines, 3 registrations.");
        start.Outputs["mapping"].Should().Be("{}");
        start.Outputs["instances"].Should().Be("[]");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_WrongChecksum_IsFoundBeforeAnythingRuns()
    {
        await using var world = await World.CreateAsync();
        var url = await DownloadUrlAsync(world);
        world.Simulator.Faults.Add(new FaultRule { Path = "/runners/downloads$", Effect = FaultEffect.Status(200, Downloads.Replace("URL", url).Replace("SUM", wrongSum)) });
        using var start = await world.StartAsync();
        start.ExitCode.Should().Be(1, start.VisibleText);
        start.VisibleText.Should().Contain("phase 'verify'").And.Contain($"expected {wrongSum}");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_RunnerNeverConnects_TimesOutAndSaysWhereItStands()
    {
        await using var world = await World.CreateAsync();
        world.Simulator.Faults.Add(new FaultRule { Path = "_runner", Times = int.MaxValue, Effect = FaultEffect.Status(503) });
        using var start = await world.StartAsync(("timeout", "10s"), ("count", "2"));
        start.ExitCode.Should().Be(5, start.VisibleText);
        start.VisibleText.Should().Contain("2 of 2 runners did not come online within 10 s").And.Contain("phase 'register'").And.Contain("timeout");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_PreinstalledWithoutRunner_NamesThePhase()
    {
        await using var world = await World.CreateAsync();
        using var start = await world.StartAsync(("runner-version", "preinstalled"));
        start.ExitCode.Should().Be(1, start.VisibleText);
        start.VisibleText.Should().Contain("phase 'preinstalled'").And.Contain("the image holds no runner");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_DirectoryIsAFile_IsAnInputError()
    {
        await using var world = await World.CreateAsync();
        await File.WriteAllTextAsync(world.MachineDirectory, "");
        using var start = await world.StartAsync(("count", "2"));
        start.ExitCode.Should().Be(2, start.VisibleText);
        start.VisibleText.Should().Contain("directory");
        world.Simulator.GitHub.Runners.Should().BeEmpty("registrations are rolled back");
    }

    [Fact]
    public async Task Start_HostileLabelsAndScript_BreakNothing()
    {
        await using var world = await World.CreateAsync();
        const string Hostile = "$(touch owned) `touch owned` \"; touch owned; ' \\ %0A::error::x";
        using var start = await world.StartAsync(("labels", Hostile), ("setup-script", "printf '%s\\n' \"it's \\$HOME \\\"quoted\\\"\""), ("ephemeral", "false"));
        start.ExitCode.Should().Be(0, start.VisibleText);
        world.Simulator.GitHub.Runners.Should().ContainSingle().Which.Labels.Should().Contain(Hostile);
        Directory.EnumerateFiles(world.MachineDirectory, "owned", SearchOption.AllDirectories).Should().BeEmpty();
        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]));
        world.ShouldBeEmpty();
    }

    private static IEnumerable<string> CommandsIn(string text)
    {
        string? stopped = null;
        foreach (var line in text.Split('\n'))
        {
            if (stopped is not null && line == $"::{stopped}::")
                stopped = null;
            else if (stopped is null && line.StartsWith("::stop-commands::", StringComparison.Ordinal))
                stopped = line["::stop-commands::".Length..];
            else if (stopped is null && line.TrimStart().StartsWith("::error::not", StringComparison.Ordinal))
                yield return line;
        }
    }

    private static async Task<string> DownloadUrlAsync(World world)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("Authorization", "Bearer " + world.Token);
        client.DefaultRequestHeaders.Add("User-Agent", "test");
        var json = await client.GetStringAsync($"{world.Simulator.ApiUrl}/repos/{World.Repository}/actions/runners/downloads");
        return System.Text.Json.Nodes.JsonNode.Parse(json)!.AsArray().First(entry => entry!["architecture"]!.GetValue<string>() == "x64")!["download_url"]!.GetValue<string>();
    }
}
