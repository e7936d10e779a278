using System.Globalization;
using System.Runtime.InteropServices;

namespace GhaRunner.Bench.Steps;

/// <summary>What the kernel says that a process used.</summary>
internal static partial class ResourceUse
{
    private const int Children = -1;

    /// <summary>The user and system time of all children of this process that have ended and been waited for.</summary>
    public static TimeSpan OfEndedChildren()
    {
        // ru_maxrss of the same answer is of no use: a child that execs carries the peak of the process that forked it.
        Span<long> usage = stackalloc long[18];
        if (GetResourceUsage(Children, ref MemoryMarshal.GetReference(usage)) != 0)
            throw new BenchException($"getrusage failed with error {Marshal.GetLastPInvokeError()}.");
        return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
    }

    /// <summary>The high-water mark of a running process's resident memory, in bytes; 0 once it has none any more.</summary>
    public static long PeakMemory(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line["VmHWM:".Length..^"kB".Length], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetResourceUsage(int who, ref long usage);
}
