using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Candidates;

/// <summary>EC2's names of architectures.</summary>
internal static class ArchitectureName
{
    /// <summary>Reads a name.</summary>
    /// <param name="name">EC2's word.</param>
    /// <returns>The architecture, or <see langword="null"/> when no runner for Linux runs on it.</returns>
    public static MachineArchitecture? Parse(string? name) => name switch
    {
        "x86_64" => MachineArchitecture.X64,
        "arm64" => MachineArchitecture.Arm64,
        _ => null,
    };
}
