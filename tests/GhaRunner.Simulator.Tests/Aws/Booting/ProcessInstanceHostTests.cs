using GhaRunner.Simulator.Aws.Booting;

namespace GhaRunner.Simulator.Tests.Aws.Booting;

/// <summary>User-data that is no bootstrap of ours; with one see the tests of machines.</summary>
public sealed class ProcessInstanceHostTests
{
    [Fact]
    public async Task Boot_Commands_RunInOrderWhateverBecomesOfThemAndTheMachineStays()
    {
        await using var instance = await TestInstance.BootAsync("""
            #cloud-config
            runcmd:
            - [bash, -c, "echo 'it''s' one >&2; exit 7"]
            - echo "two $((1 + 1))"
            - [echo, "$HOME", "'"]
            - echo ready

            """);

        await instance.PrintsAsync("ready");

        instance.Console.Should().Equal("its one", "two 2", "$HOME '", "ready");
        instance.PoweredOff.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task Boot_WrittenFile_IsFoundUnderItsNameAndNowhereElse()
    {
        await using var instance = await TestInstance.BootAsync("""
            #cloud-config
            write_files:
            - path: /etc/gha-simulated/greeting
              content: hello
            - path: /etc/gha-simulated/greeting.sh
              permissions: "0700"
              encoding: b64
              content: Y2F0IC9kZXYvc3RkaW47IGVjaG8gIi0kMSIK
            runcmd:
            - /etc/gha-simulated/greeting.sh me </etc/gha-simulated/greeting

            """);

        await instance.PrintsAsync("hello-me");

        Directory.Exists("/etc/gha-simulated").Should().BeFalse();
    }

    [Theory]
    [InlineData("#!/bin/bash\necho \"${BASH_VERSION%%.*}\" >/dev/null; echo ready")]
    [InlineData("#cloud-config\nruncmd:\n- echo ready; exit 3\n- echo never")]
    public async Task Boot_ScriptEnds_MachineStays(string userData)
    {
        await using var instance = await TestInstance.BootAsync(userData);

        await instance.PrintsAsync("ready");

        instance.PoweredOff.IsCompleted.Should().BeFalse();
        instance.Processes().Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("poweroff")]
    [InlineData("shutdown -h now")]
    [InlineData("systemctl --no-block poweroff")]
    public async Task Boot_PowersItselfOff_EndsWithAllThatRan(string command)
    {
        await using var instance = await TestInstance.BootAsync($"#cloud-config\nruncmd:\n- setsid -f sleep 1000\n- systemctl enable x || echo no-units\n- {command}\n- sleep 1000");

        await instance.PoweredOff.WaitAsync(TimeSpan.FromSeconds(30));

        instance.Console.Should().Equal("systemctl: a simulated instance has no units", "no-units");
        instance.Processes().Should().BeEmpty();
    }

    [Fact]
    public async Task Dispose_DaemonsOfEveryKind_AreGoneAndSoIsTheDirectory()
    {
        await using var instance = await TestInstance.BootAsync("""
            #cloud-config
            runcmd:
            - setsid -f sleep 1001
            - env -i sleep 1002 & echo $!
            - trap '' TERM INT HUP; echo x >"$TMPDIR/x"; mkdir "$HOME/d"; echo ready; sleep 1003

            """);
        await instance.PrintsAsync("ready");
        var withoutMark = int.Parse(instance.Console.First(), System.Globalization.CultureInfo.InvariantCulture);
        instance.Processes().Should().NotBeEmpty();

        await instance.PullPlugAsync();

        instance.Processes().Should().BeEmpty();
        instance.Files.Should().BeEmpty();
        instance.PoweredOff.IsCompleted.Should().BeFalse("it has not powered itself off");
        CommandLine(withoutMark).Should().BeEmpty();
    }

    [Fact]
    public async Task Boot_Environment_HasNothingOfOurs()
    {
        await using var instance = await TestInstance.BootAsync("#cloud-config\nruncmd:\n- env | sort; echo ready");

        await instance.PrintsAsync("ready");

        instance.Console.Should().Contain(line => line.StartsWith("HOME=", StringComparison.Ordinal) && line.EndsWith("/home", StringComparison.Ordinal));
        instance.Console.Should().NotContain(line => line.StartsWith("DOTNET_", StringComparison.Ordinal) || line.StartsWith("VSTEST", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("anything")]
    [InlineData("#cloud-config\n")]
    public async Task Boot_NothingToRun_Stays(string userData)
    {
        await using var instance = await TestInstance.BootAsync(userData);

        instance.PoweredOff.IsCompleted.Should().BeFalse();
    }

    [Theory]
    [InlineData("#cloud-config\nruncmd: [")]
    [InlineData("#cloud-config\nwrite_files: [x]")]
    [InlineData("#cloud-config\nwrite_files: [{path: /x, encoding: gz+b64, content: eHh4eHh4eHh4eHh4eHh4eHh4eHg=}]")]
    public async Task Boot_Broken_SaysSoAndStays(string userData)
    {
        await using var instance = await TestInstance.BootAsync(userData);

        instance.Console.Should().ContainSingle().Which.Should().StartWith("cloud-init: WARNING: Failed loading user-data: ");
        instance.PoweredOff.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task Boot_FileElsewhere_IsRefusedAndLeavesNothing()
    {
        var directory = Directory.CreateTempSubdirectory("gha-i-");

        var boot = () => new ProcessInstanceHost(directory.FullName).BootAsync(
            "i-1", "#cloud-config\nwrite_files: [{path: ../../escaped, content: x}]", _ => { }, CancellationToken.None);

        await boot.Should().ThrowAsync<FormatException>();
        directory.GetFileSystemInfos().Should().BeEmpty();
        directory.Delete();
    }

    private static string CommandLine(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
