using System.Globalization;
using System.Runtime.InteropServices;

namespace GhaRunner.Bench.Reporting;

/// <summary>What a reader must know of the machine to compare numbers; nothing that tells which machine it is.</summary>
/// <param name="Cores">Processors that this process may use.</param>
/// <param name="MemoryGiB">The machine's memory.</param>
/// <param name="System">Operating system and architecture.</param>
/// <param name="Runtime">The .NET that runs the program.</param>
/// <param name="Load">The load average of the last minute when the report was made, over all cores.</param>
internal sealed record MachineShape(int Cores, double MemoryGiB, string System, string Runtime, double Load)
{
    public static MachineShape Read() => new(
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30),
        $"{Distribution()} {RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}",
        RuntimeInformation.FrameworkDescription,
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Cores} cores, {MemoryGiB:0} GiB, {System}, {Runtime}; load average at the end {Load:0.0}");

    private static string Distribution() => File.Exists("/etc/os-release")
        ? File.ReadLines("/etc/os-release").FirstOrDefault(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal))?.Split('=')[1].Trim('"') ?? "Linux"
        : "Linux";
}
