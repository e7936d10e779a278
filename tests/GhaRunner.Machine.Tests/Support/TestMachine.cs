using GhaRunner.Conformance.RealParts;
using System.Globalization;
using GhaRunner.Abstractions;
using GhaRunner.Core.Bootstrap;

namespace GhaRunner.Machine.Tests.Support;

/// <summary>
/// A container that runs a bootstrap for real: a machine with systemd and cloud-init, or a plain container. It ends on
/// its own; what the test sees is its log and its exit.
/// </summary>
internal sealed class TestMachine : IAsyncDisposable
{
    // Docker's AppArmor profile forbids the mounts of systemd; engines without AppArmor take the option and do nothing.
    private static readonly string[] s_systemd =
    [
        "--tty", "--cap-add", "SYS_ADMIN", "--security-opt", "seccomp=unconfined", "--security-opt", "apparmor=unconfined",
        "--cgroupns", "host", "--env", "container=docker", "--volume", "/sys/fs/cgroup:/sys/fs/cgroup:rw", "--tmpfs", "/run:exec", "--tmpfs", "/run/lock", "--tmpfs", "/tmp:exec",
    ];

    private readonly DirectoryInfo? _seed;

    private TestMachine(string id, DirectoryInfo? seed) => (Id, _seed) = (id, seed);

    public string Id { get; }

    public string UserData => File.ReadAllText(Path.Combine(_seed!.FullName, "user-data"));

    /// <summary>Boots the user-data of a plan.</summary>
    public static async Task<TestMachine> BootAsync(BootstrapPlan plan, params string[] options)
    {
        await Images.EnsureAsync();
        var seed = Directory.CreateTempSubdirectory("gha-seed-");
        await File.WriteAllTextAsync(Path.Combine(seed.FullName, "user-data"), BootstrapRenderer.Render(plan, BootstrapFormat.CloudConfig).UserData);
        await File.WriteAllTextAsync(Path.Combine(seed.FullName, "meta-data"), "instance-id: i-1\nlocal-hostname: machine\n");
        return await StartAsync(seed, [.. s_systemd, "--volume", seed.FullName + ":/var/lib/cloud/seed/nocloud:ro", .. options, Images.Machine, "/sbin/init"]);
    }

    /// <summary>Runs the command of a plan as a container's first process.</summary>
    public static async Task<TestMachine> RunAsync(BootstrapPlan plan, params string[] options)
    {
        await Images.EnsureAsync();
        var bootstrap = BootstrapRenderer.Render(plan, BootstrapFormat.Container);
        var environment = bootstrap.Environment.SelectMany(variable => new[] { "--env", $"{variable.Key}={variable.Value}" });
        return await StartAsync(null, ["--security-opt", "no-new-privileges", .. environment, .. options, Images.Container, .. bootstrap.Command]);
    }

    public Task<string> LogAsync() => Command.OutputAsync("docker", "logs", Id);

    public async Task<BootstrapReport> ReportAsync() => BootstrapLog.Parse(await LogAsync());

    /// <summary>Runs a script as root inside.</summary>
    public Task<string> InsideAsync(string script) => Command.OutputAsync("docker", "exec", Id, "bash", "-c", script);

    /// <summary>Writes a file inside.</summary>
    public async Task CopyInAsync(string path, string content)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, content);
        await Command.OutputAsync("docker", "cp", file, $"{Id}:{path}");
        File.Delete(file);
    }

    public Task ReachAsync(string text) => Eventually.TrueAsync(
        async () => (await LogAsync()).Contains(text, StringComparison.Ordinal),
        async () => $"The log never said '{text}':\n{await LogAsync()}");

    /// <summary>Waits for the machine to end itself.</summary>
    public async Task<BootstrapReport> EndAsync()
    {
        await Eventually.TrueAsync(
            async () => await Command.OutputAsync("docker", "inspect", "--format", "{{.State.Running}}", Id) == "false",
            async () => $"The machine did not end itself:\n{await LogAsync()}");
        return await ReportAsync();
    }

    /// <summary>Pulls the plug, and boots what is on disk again.</summary>
    public async Task CrashAndBootAsync()
    {
        await Command.OutputAsync("docker", "kill", Id);
        await Command.OutputAsync("docker", "start", Id);
    }

    public async Task<int> ExitCodeAsync() =>
        int.Parse(await Command.OutputAsync("docker", "inspect", "--format", "{{.State.ExitCode}}", Id), CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await Command.TryAsync("docker", "rm", "--force", "--volumes", Id);
        _seed?.Delete(recursive: true);
    }

    private static async Task<TestMachine> StartAsync(DirectoryInfo? seed, IEnumerable<string> arguments) =>
        new(await Command.OutputAsync("docker", ["run", "--detach", "--label", "gha-runner-test=machine", .. arguments]), seed);
}
