using GhaRunner.Conformance.RealParts;

namespace GhaRunner.Providers.Docker.Tests.Fixtures;

/// <summary>The real parts beside the engine.</summary>
internal static class RealParts
{
    public static string? MissingRegistry { get; } = RealPart.Missing("docker-registry", "docker-registry");

    public static string? MissingSocat { get; } = RealPart.Missing("socat", "socat");

    public static string? MissingSshd { get; } = RealPart.Missing("sshd", "openssh-server") ?? RealPart.Missing("ssh", "openssh-client");
}

/// <summary>A test with a real engine and a real registry.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RegistryFactAttribute : FactAttribute
{
    public RegistryFactAttribute() => Skip = RealPart.WhySkip(RealPart.MissingEngine ?? RealParts.MissingRegistry);
}

/// <summary>A test with a real engine behind a real sshd.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SshFactAttribute : FactAttribute
{
    public SshFactAttribute() => Skip = RealPart.WhySkip(RealPart.MissingEngine ?? RealParts.MissingSshd);
}

/// <summary>A test with a real engine behind TLS.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TlsFactAttribute : FactAttribute
{
    public TlsFactAttribute() => Skip = RealPart.WhySkip(RealPart.MissingEngine ?? RealParts.MissingSocat);
}
