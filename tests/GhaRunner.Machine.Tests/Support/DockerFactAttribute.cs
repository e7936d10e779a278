namespace GhaRunner.Machine.Tests.Support;

/// <summary>A test that needs a Docker engine: skipped without one, except in CI, where it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DockerFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> s_missing = new(() =>
        Command.TryRun("docker", ["version"]).ExitCode == 0 ? null : "needs a Docker engine: apt-get install docker.io iptables, then dockerd");

    public DockerFactAttribute()
    {
        if (s_missing.Value is { } missing && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = missing;
    }
}
