using Amazon.EC2.Model;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Candidates;

/// <summary>What matters of an instance type.</summary>
/// <param name="Architecture">Its architecture; <see langword="null"/> when no runner for Linux runs on it.</param>
/// <param name="HasNvidiaGpu">Whether it has NVIDIA GPUs.</param>
/// <param name="IsOfferedAsSpot">Whether it is to be had as spot capacity.</param>
internal sealed record TypeDetails(MachineArchitecture? Architecture, bool HasNvidiaGpu, bool IsOfferedAsSpot)
{
    /// <summary>Reads what EC2 tells of a type.</summary>
    /// <param name="type">As described.</param>
    /// <returns>The details.</returns>
    public static TypeDetails Of(InstanceTypeInfo type) => new(
        (type.ProcessorInfo?.SupportedArchitectures ?? []).Select(ArchitectureName.Parse).FirstOrDefault(architecture => architecture is not null),
        (type.GpuInfo?.Gpus ?? []).Exists(gpu => string.Equals(gpu.Manufacturer, "NVIDIA", StringComparison.OrdinalIgnoreCase)),
        type.SupportedUsageClasses is not { Count: > 0 } classes || classes.Contains("spot"));
}
