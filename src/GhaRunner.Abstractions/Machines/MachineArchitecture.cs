namespace GhaRunner.Abstractions;

/// <summary>A machine's processor architecture, in the runner's own names.</summary>
public enum MachineArchitecture
{
    /// <summary>x86-64 (amd64).</summary>
    X64,

    /// <summary>AArch64.</summary>
    Arm64,
}
