using GhaRunner.Abstractions;
using GhaRunner.Core.Bootstrap;
using GhaRunner.Machine.Tests.Support;

namespace GhaRunner.Machine.Tests;

/// <summary>What other people's validators say of our documents.</summary>
public sealed class ToolTests
{
    private static readonly BootstrapPlan s_plan = new()
    {
        Registration = new RunnerRegistration { Name = "gha-1", JitConfiguration = "YWJj" },
        Package = new RunnerPackage("2.336.0", new Uri("https://example.test/runner.tar.gz"), new string('a', 64)),
        SetupScript = "echo hello",
        TimeToLive = TimeSpan.FromHours(6),
        IdleTimeout = TimeSpan.FromMinutes(15),
        RegistrationTimeout = TimeSpan.FromMinutes(10),
    };

    [ToolFact("cloud-init")]
    public async Task CloudInit_UserData_IsValid() =>
        (await CheckAsync("cloud-init", "schema --config-file", BootstrapRenderer.Render(s_plan, BootstrapFormat.CloudConfig).UserData)).Should().Contain("Valid");

    [ToolFact("shellcheck")]
    public async Task Shellcheck_CommandOfContainers_IsClean() => // unexported names are what it is about
        await CheckAsync("shellcheck", "--shell=bash --exclude=SC2086,SC2016", BootstrapRenderer.Render(s_plan, BootstrapFormat.Container).Command[2]);

    [ToolFact("shellcheck")]
    public async Task Shellcheck_Script_IsClean() => // the directives are comments, which machines do not get
        await CheckAsync("shellcheck", "--exclude=SC1090,SC2317,SC2329", BootstrapRenderer.Render(s_plan, BootstrapFormat.Container).Environment["GHA_RUNNER_SCRIPT"]);

    private static async Task<string> CheckAsync(string program, string arguments, string document)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, document);
        try
        {
            return await Command.OutputAsync(program, [.. arguments.Split(' '), file]);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
