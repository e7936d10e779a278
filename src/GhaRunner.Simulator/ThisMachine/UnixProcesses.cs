using System.Globalization;
using System.Runtime.InteropServices;

namespace GhaRunner.Simulator.ThisMachine;

/// <summary>The processes of this Linux machine that this user may look into.</summary>
public static partial class UnixProcesses
{
    private const int KillSignal = 9;

    /// <summary>Finds those that carry a variable, which descendants inherit.</summary>
    /// <param name="variable">How it begins: <c>NAME=value</c>, or less of it.</param>
    /// <returns>Their ids; a process that has ended has no environment.</returns>
    public static IReadOnlyList<int> Carrying(string variable) =>
        [.. Ids().Where(id => Read(id, "environ").Split('\0').Any(entry => entry.StartsWith(variable, StringComparison.Ordinal)))];

    /// <summary>Finds those of a session.</summary>
    /// <param name="session">The id of the process that began it.</param>
    /// <returns>Their ids, without those that have ended and wait for their parent to notice.</returns>
    public static IReadOnlyList<int> OfSession(int session)
    {
        var wanted = session.ToString(CultureInfo.InvariantCulture);
        return [.. Ids().Where(id => StateAndSession(id) is var (state, actual) && actual == wanted && state is not ("Z" or "X"))];
    }

    /// <summary>Kills a process; one that is gone does not matter.</summary>
    /// <param name="id">Its id.</param>
    public static void Kill(int id) => _ = SendSignal(id, KillSignal);

    /// <summary>Sends a signal.</summary>
    /// <param name="id">To which process.</param>
    /// <param name="signal">The signal's number.</param>
    /// <returns>0 if there is such a process and it may be signalled.</returns>
    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int SendSignal(int id, int signal);

    private static IEnumerable<int> Ids() => Directory.EnumerateDirectories("/proc")
        .Select(process => int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0);

    // "id (name) state parent group session …", where the name may hold blanks and parentheses: proc(5).
    private static (string State, string Session)? StateAndSession(int id)
    {
        var stat = Read(id, "stat");
        return stat[(stat.LastIndexOf(')') + 1)..].Split(' ') is ["", var state, _, _, var session, ..] ? (state, session) : null;
    }

    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or belongs to somebody else.
            return "";
        }
    }
}
