using System.Text;
using System.Text.RegularExpressions;

namespace GhaRunner.Simulator.Aws.Booting;

/// <summary>
/// All that an instance has of this machine: a directory, with the files of its user-data, a home and a temporary folder.
/// Paths of the user-data's own files are changed in whatever it runs, since they lie here.
/// </summary>
internal sealed class InstanceDirectory
{
    /// <summary>The variable with the id of the process whose end is the instance's.</summary>
    public const string Leader = "GHA_SIMULATED_LEADER";

    // Nothing that an instance runs may power off the machine that it is simulated on.
    private const string PowerOff = $"""
        #!/bin/sh
        case "$0 $*" in
        *systemctl*poweroff* | *systemctl*halt* | *systemctl*reboot*) ;;
        *systemctl*) echo "systemctl: a simulated instance has no units" >&2 && exit 1 ;;
        esac
        kill -KILL "${Leader}"

        """;

    private const UnixFileMode OwnerAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly string[] s_commands = ["poweroff", "shutdown", "halt", "reboot", "systemctl"];
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);

    /// <summary>Makes it.</summary>
    /// <param name="path">Where.</param>
    public InstanceDirectory(string path)
    {
        Path = path;
        foreach (var folder in (string[])[path, Temporary, Home, Commands])
            Directory.CreateDirectory(folder, OwnerAll);
        foreach (var command in s_commands)
            Write(System.IO.Path.Combine(Commands, command), Encoding.UTF8.GetBytes(PowerOff), OwnerAll);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>For <c>TMPDIR</c>.</summary>
    public string Temporary => Under("tmp");

    /// <summary>For <c>HOME</c>.</summary>
    public string Home => Under("home");

    /// <summary>For <c>GHA_RUNNER_DIR</c>.</summary>
    public string Runner => Under("runner");

    /// <summary>For the front of <c>PATH</c>.</summary>
    public string Commands => Under("bin");

    /// <summary>Writes a file of the user-data.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="FormatException">Its path leads out of the directory.</exception>
    public void Add(BootFile file)
    {
        var root = Under("root");
        var place = System.IO.Path.GetFullPath(root + "/" + file.Path);
        if (!place.StartsWith(root + "/", StringComparison.Ordinal))
            throw new FormatException($"The path '{file.Path}' leads out of the machine.");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(place)!);
        File.Delete(place);
        Write(place, file.Content, file.Mode);
        _places[file.Path] = place;
    }

    /// <summary>Changes paths of files into where they are.</summary>
    /// <param name="text">Any text.</param>
    public string Translate(string text)
    {
        if (_places.Count == 0)
            return text;
        var paths = _places.Keys.OrderByDescending(path => path.Length).Select(Regex.Escape);
        return Regex.Replace(text, $@"(?<![\w.-])({string.Join('|', paths)})(?!\w)", match => _places[match.Value]);
    }

    /// <summary>Removes it, with all that is in it. Nothing may run in it any more.</summary>
    public void Delete() => Directory.Delete(Path, recursive: true);

    private string Under(string name) => System.IO.Path.Combine(Path, name);

    private static void Write(string path, byte[] content, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode };
        using var file = new FileStream(path, options);
        file.Write(content);
    }
}
