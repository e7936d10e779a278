namespace GhaRunner.Abstractions;

/// <summary>How a provider's machine takes its first program; the core renders the bootstrap accordingly.</summary>
public enum BootstrapFormat
{
    /// <summary>A virtual machine that reads <c>#cloud-config</c> user-data. Its end is a power-off.</summary>
    CloudConfig,

    /// <summary>A container: a command and environment variables, run as root. Its end is the exit of that command.</summary>
    Container,

    /// <summary>A process on a machine that is not ours: a command and environment variables, run as whoever starts it.</summary>
    Process,
}
