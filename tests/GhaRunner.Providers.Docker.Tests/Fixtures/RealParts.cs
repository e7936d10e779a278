using System.Diagnostics;

namespace GhaRunner.Providers.Docker.Tests.Fixtures;

/// <summary>What of the real parts this machine has. In CI everything is there, and what is not is a failure.</summary>
internal static class RealParts
{
    public const string TestImage = "gha-runner-test-base:bookworm";

    private static readonly Lazy<string?> engine = new(() =>
        Succeeds("docker", "version") ? Succeeds("docker", "image", "inspect", TestImage) ? null : $"the image {TestImage} (eng/images.sh)" : "a Docker engine on unix:///var/run/docker.sock");

    /// <summary>What is missing for tests with an engine; null when it is there.</summary>
    public static string? MissingEngine => engine.Value;

    public static string? MissingRegistry { get; } = Missing("docker-registry");

    public static string? MissingSocat { get; } = Missing("socat");

    public static string? MissingSshd { get; } = File.Exists("/usr/sbin/sshd") && Missing("ssh") is null ? null : "sshd (apt-get install openssh-server)";

    /// <summary>The reason to skip, or null to run.</summary>
    public static string? WhySkip(string? missing) =>
        missing is null || Environment.GetEnvironmentVariable("CI") == "true" ? null : $"needs {missing}";

    private static string? Missing(string program) => Succeeds("which", program) ? null : $"{program} (apt-get install {program})";

    private static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>A test with a real Docker engine: skipped with its reason where there is none, failing there in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DockerFactAttribute : FactAttribute
{
    public DockerFactAttribute() => Skip = RealParts.WhySkip(RealParts.MissingEngine);
}

/// <summary>The same with cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DockerTheoryAttribute : TheoryAttribute
{
    public DockerTheoryAttribute() => Skip = RealParts.WhySkip(RealParts.MissingEngine);
}

/// <summary>A test with a real engine and a real registry.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RegistryFactAttribute : FactAttribute
{
    public RegistryFactAttribute() => Skip = RealParts.WhySkip(RealParts.MissingEngine ?? RealParts.MissingRegistry);
}

/// <summary>A test with a real engine behind a real sshd.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SshFactAttribute : FactAttribute
{
    public SshFactAttribute() => Skip = RealParts.WhySkip(RealParts.MissingEngine ?? RealParts.MissingSshd);
}

/// <summary>A test with a real engine behind TLS.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TlsFactAttribute : FactAttribute
{
    public TlsFactAttribute() => Skip = RealParts.WhySkip(RealParts.MissingEngine ?? RealParts.MissingSocat);
}
