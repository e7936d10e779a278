using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Local;

/// <summary>
/// The processes of this Linux machine. A machine's processes are those that carry its marker in their environment,
/// which every descendant inherits: there is no pid to remember, so none that another process may have by now.
/// </summary>
internal static partial class LocalProcesses
{
    /// <summary>
    /// The environment variable with the marker. Not <c>GHA_RUNNER_…</c>: those are the bootstrap's parameters, which it
    /// keeps from the runner and its jobs.
    /// </summary>
    public const string Marker = "GHA_MACHINE";

    /// <summary>The number of this process.</summary>
    public static string Own { get; } = Path.GetFileName(File.ResolveLinkTarget("/proc/self", returnFinalTarget: false)!.FullName);

    public const int Terminate = 15;
    public const int Kill = 9;

    // Runs in the machine's directory. Two sessions: the program may signal its whole group (bootstraps do on TERM)
    // without hitting the shell that writes down its exit code, and neither is in the group of our terminal. Where the
    // directory has been deleted meanwhile, console.log cannot be opened, and nothing is run.
    private const string Wrapper = "exec </dev/null >>console.log 2>&1 || exit; trap : TERM; setsid \"$@\"; echo $? >exit";

    // All that a machine gets of our environment. Ours holds inputs and tokens; it also holds RUNNER_TRACKING_ID, by
    // which a hosted runner finds and kills what a finished job has left running.
    private static readonly string[] inherited =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR",
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
    ];

    /// <summary>Starts a machine's program in its directory. Its environment is seen by nobody but the program's user.</summary>
    public static void Start(string directory, string marker, Bootstrap bootstrap)
    {
        var start = new ProcessStartInfo { UseShellExecute = false, WorkingDirectory = directory };
        var kept = inherited.Where(start.Environment.ContainsKey).Select(name => KeyValuePair.Create(name, start.Environment[name])).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in kept)
            start.Environment[name] = value;
        foreach (var (name, value) in bootstrap.Environment)
            start.Environment[name] = value;
        start.Environment["GHA_RUNNER_DIR"] = Path.Combine(directory, "runner");
        start.Environment[Marker] = marker;

        var path = start.Environment.TryGetValue("PATH", out var search) ? search ?? "" : "";
        start.FileName = Find("setsid", path);
        foreach (var argument in (string[])[Find("bash", path), "-c", Wrapper, "gha-runner", .. bootstrap.Command])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start);
    }

    /// <summary>Looks at every process once.</summary>
    /// <returns>The ids of the processes that carry a marker, by marker; those of other users are not seen.</returns>
    public static ILookup<string, int> Scan() =>
        (from directory in Directory.EnumerateDirectories("/proc")
         let id = int.TryParse(Path.GetFileName(directory), out var number) ? number : 0
         where id > 0
         let marker = ReadMarker(directory)
         where marker is not null
         select (marker, id)).ToLookup(process => process.marker, process => process.id);

    /// <summary>Sends a signal to processes; those that are gone do not matter.</summary>
    public static void Signal(IEnumerable<int> ids, int signal)
    {
        foreach (var id in ids)
            _ = SendSignal(id, signal);
    }

    /// <summary>Finds a program in a search path.</summary>
    /// <exception cref="ActionableException">It is not there.</exception>
    internal static string Find(string program, string searchPath) =>
        searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries).Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists)
        ?? throw LocalErrors.MissingProgram(program);

    private static string? ReadMarker(string process)
    {
        try
        {
            var environment = Encoding.UTF8.GetString(File.ReadAllBytes(process + "/environ"));
            var variable = Array.Find(environment.Split('\0'), variable => variable.StartsWith(Marker + "=", StringComparison.Ordinal));
            return variable?[(Marker.Length + 1)..];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended since, or belongs to somebody else.
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int id, int signal);
}
