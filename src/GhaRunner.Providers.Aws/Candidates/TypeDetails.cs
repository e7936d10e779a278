using Amazon.EC2.Model;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Candidates;

/// <summary>What matters of an instance type.</summary>
/// <param name="Architecture">Its architecture; <see langword="null"/> when no runner for Linux runs on it.</param>
/// <param name="HasNvidiaGpu">Whether it has NVIDIA GPUs.</param>
/// <param name="IsOfferedAsSpot">Whether it is to be had as spot capacity.</param>
/// <param name="GpusWithoutOpenDriver">The models of its NVIDIA GPUs that need NVIDIA's proprietary driver; empty for none.</param>
internal sealed record TypeDetails(MachineArchitecture? Architecture, bool HasNvidiaGpu, bool IsOfferedAsSpot, string GpusWithoutOpenDriver = "")
{
    /// <summary>
    /// The models before Turing, by EC2's names: the open kernel modules need Turing's system processor
    /// (https://github.com/NVIDIA/open-gpu-kernel-modules#compatible-gpus).
    /// </summary>
    private static readonly string[] beforeTuring = ["K520", "K80", "M60", "V100"];

    /// <summary>Reads what EC2 tells of a type.</summary>
    /// <param name="type">As described.</param>
    /// <returns>The details.</returns>
    public static TypeDetails Of(InstanceTypeInfo type)
    {
        var gpus = (type.GpuInfo?.Gpus ?? []).FindAll(gpu => string.Equals(gpu.Manufacturer, "NVIDIA", StringComparison.OrdinalIgnoreCase));
        return new(
            (type.ProcessorInfo?.SupportedArchitectures ?? []).Select(ArchitectureName.Parse).FirstOrDefault(architecture => architecture is not null),
            gpus.Count > 0,
            type.SupportedUsageClasses is not { Count: > 0 } classes || classes.Contains("spot"),
            string.Join(", ", gpus.Select(gpu => gpu.Name).Intersect(beforeTuring)));
    }
}
