using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using GhaRunner.Abstractions;
using GhaRunner.Core.Bootstrap;

namespace GhaRunner.Core.Tests.Bootstrap;

public sealed class BootstrapRendererTests
{
    [Fact]
    public void Render_CloudConfig_IsOneAsciiDocumentWithoutASecretInClear()
    {
        var plan = Plans.Jit("the-jit-configuration") with { SetupScript = "echo the-setup-script" };

        var bootstrap = BootstrapRenderer.Render(plan, BootstrapFormat.CloudConfig);

        bootstrap.Command.Should().BeEmpty();
        bootstrap.Environment.Should().BeEmpty();
        bootstrap.UserData.Should().StartWith("#cloud-config\n").And.EndWith("\n").And.NotContain("\r").And.MatchRegex("^[\\x20-\\x7e\\n]+$")
            .And.NotContain("the-jit-configuration").And.NotContain("the-setup-script");
    }

    [Fact]
    public void Render_CloudConfigWithJitOfFullSize_FitsTwelveKibibytes()
    {
        // Random bytes: no JIT configuration compresses worse.
        var bytes = new byte[6144 * 3 / 4];
        new Random(7).NextBytes(bytes);

        var bootstrap = BootstrapRenderer.Render(Plans.Jit(Convert.ToBase64String(bytes)), BootstrapFormat.CloudConfig);

        bootstrap.UserData.Length.Should().BeLessThanOrEqualTo(12 * 1024 - 300, "the longest real download URL and its hash fit too");
    }

    [Fact]
    public void Render_CloudConfig_ArmsTheTimerBeforeItWritesAnything()
    {
        var document = BootstrapRenderer.Render(Plans.Jit(), BootstrapFormat.CloudConfig).UserData;

        document.Should().Contain("--on-active=21630 ").And.Contain("Environment=GHA_RUNNER_TTL=21600 GHA_RUNNER_END=poweroff ");
        document.IndexOf("bootcmd:", StringComparison.Ordinal).Should().BeLessThan(document.IndexOf("write_files:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("it's \"quoted\" $(touch pwned) `touch pwned` ${HOME} \\ \\n !! * ~")]
    [InlineData("two\nlines\n\n'EOF'\n: # - {yaml: [true]} %s\t\r\u0001\u007f")]
    [InlineData("Grüße 世界 🚀")]
    [InlineData("'''''")]
    public async Task Render_CloudConfigWithAnyText_IsReadBackByBashAsItIs(string text)
    {
        var plan = Plans.Token();
        plan = plan with { Registration = plan.Registration with { Name = text, Labels = [text, text], Group = text } };
        var document = BootstrapRenderer.Render(plan, BootstrapFormat.CloudConfig).UserData;
        var packed = Regex.Match(document, "path: /run/gha-runner/env\n.*\n.*\n  content: (?<content>.*)\n").Groups["content"].Value;
        await using var unpacked = new GZipStream(new MemoryStream(Convert.FromBase64String(packed)), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);

        var seen = await BashAsync(await reader.ReadToEndAsync() +
            "printf '%s\\0' \"$ACTIONS_RUNNER_INPUT_NAME\" \"$ACTIONS_RUNNER_INPUT_LABELS\" \"$ACTIONS_RUNNER_INPUT_RUNNERGROUP\"");

        seen.Should().Be($"{text}\0{text},{text}\0{text}\0");
    }

    [Theory]
    [InlineData(BootstrapFormat.Container, "1")]
    [InlineData(BootstrapFormat.Process, "0")]
    public void Render_ContainerOrProcess_IsAShortCommandWithoutSecretAndAnEnvironment(BootstrapFormat format, string own)
    {
        var bootstrap = BootstrapRenderer.Render(Plans.Jit("the-jit") with { SetupScript = "echo é" }, format);

        bootstrap.UserData.Should().BeEmpty();
        bootstrap.Command.Should().HaveCount(3).And.StartWith(["bash", "-c"]);
        bootstrap.Command[2].Should().NotContain("the-jit").And.Match(command => command.Length < 300);
        bootstrap.Environment.Should().Contain(new Dictionary<string, string>
        {
            ["GHA_RUNNER_TTL"] = "21600",
            ["GHA_RUNNER_IDLE"] = "900",
            ["GHA_RUNNER_REGISTER"] = "600",
            ["GHA_RUNNER_URL"] = "https://example.test/runner.tar.gz",
            ["GHA_RUNNER_SHA256"] = new string('a', 64),
            ["GHA_RUNNER_SETUP"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("echo é")),
            ["GHA_RUNNER_END"] = "exit",
            ["GHA_RUNNER_OWN"] = own,
            ["ACTIONS_RUNNER_INPUT_JITCONFIG"] = "the-jit",
        });
        bootstrap.Environment["GHA_RUNNER_SCRIPT"].Should().StartWith("#!/bin/bash\n");
        bootstrap.Environment.Keys.Should().NotContain("GHA_RUNNER_DIR").And.NotContain("ACTIONS_RUNNER_INPUT_NAME");
    }

    [Fact]
    public void Render_Token_PassesTheRunnersOwnInputs()
    {
        var environment = BootstrapRenderer.Render(Plans.Token(), BootstrapFormat.Container).Environment;

        environment.Where(variable => variable.Key.StartsWith("ACTIONS_", StringComparison.Ordinal)).Should().Equal(new Dictionary<string, string>
        {
            ["ACTIONS_RUNNER_INPUT_LABELS"] = "one,two",
            ["ACTIONS_RUNNER_INPUT_NAME"] = "gha-1",
            ["ACTIONS_RUNNER_INPUT_RUNNERGROUP"] = "gpu",
            ["ACTIONS_RUNNER_INPUT_TOKEN"] = "AAAA",
            ["ACTIONS_RUNNER_INPUT_URL"] = "https://github.test/octo-org",
        });
        environment["GHA_RUNNER_EPHEMERAL"].Should().Be("0");
    }

    [Fact]
    public void Render_Preinstalled_HasNeitherUrlNorHash() =>
        BootstrapRenderer.Render(Plans.Jit() with { Package = null }, BootstrapFormat.Container).Environment.Keys
            .Should().NotContain("GHA_RUNNER_URL").And.NotContain("GHA_RUNNER_SHA256");

    [Fact]
    public void Render_TimesBelowASecond_CountAsOne() =>
        BootstrapRenderer.Render(Plans.Jit() with { TimeToLive = TimeSpan.Zero, IdleTimeout = TimeSpan.FromSeconds(1.2) }, BootstrapFormat.Container)
            .Environment.Should().Contain("GHA_RUNNER_TTL", "1").And.Contain("GHA_RUNNER_IDLE", "2");

    [Fact]
    public void Render_NulInAValue_IsRefusedWithoutShowingIt()
    {
        var plan = Plans.Token();

        var act = () => BootstrapRenderer.Render(plan with { Registration = plan.Registration with { Token = "se\0cret" } }, BootstrapFormat.CloudConfig);

        act.Should().Throw<ArgumentException>().Which.Message.Should().Contain("ACTIONS_RUNNER_INPUT_TOKEN").And.NotContain("cret");
    }

    [Fact]
    public void Render_NoCredential_IsRefused()
    {
        var act = () => BootstrapRenderer.Render(Plans.Jit(blob: ""), BootstrapFormat.Process);

        act.Should().Throw<ArgumentException>().WithMessage("*neither a JIT configuration nor a registration token*");
    }

    [Fact]
    public async Task Script_IsValidBash() => (await BashAsync("bash -n <<'END_OF_SCRIPT' 2>&1 && echo valid\n" + BootstrapScript.Text + "END_OF_SCRIPT\n"))
        .Should().Be("valid\n");

    [Fact]
    public void Script_IsPlainAndSmall()
    {
        var script = BootstrapScript.Text;

        script.Should().NotContain("\r").And.NotContain("set -x").And.MatchRegex("^[\\x20-\\x7e\\n]+$");
        script.Should().NotContain("\n ").And.NotContain("\n#");
        script.Length.Should().BeLessThanOrEqualTo(7 * 1024);
    }

    private static async Task<string> BashAsync(string script)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 };
        using var bash = Process.Start(start)!;
        await bash.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(script));
        bash.StandardInput.Close();
        return await bash.StandardOutput.ReadToEndAsync();
    }
}
