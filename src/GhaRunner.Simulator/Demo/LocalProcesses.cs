namespace GhaRunner.Simulator.Demo;

/// <summary>Finds what local machines have left running: all of it carries the machine's directory in its environment.</summary>
internal static class LocalProcesses
{
    private const string Marker = "GHA_MACHINE=";

    /// <summary>Looks at the environment of every process of this user.</summary>
    /// <param name="directory">The directory of local machines.</param>
    /// <returns>The process ids.</returns>
    public static IReadOnlyList<string> Below(string directory) =>
    [
        .. Directory.EnumerateDirectories("/proc").Where(process => Environ(process).Contains($"{Marker}{directory}/", StringComparison.Ordinal))
            .Select(process => Path.GetFileName(process)!),
    ];

    private static string Environ(string process)
    {
        try
        {
            return char.IsAsciiDigit(Path.GetFileName(process)[0]) ? File.ReadAllText(Path.Combine(process, "environ")) : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or belongs to somebody else.
            return "";
        }
    }
}
