using System.Text;

namespace GhaRunner.Simulator.Aws.Booting;

/// <summary>What an instance runs where there is no operating system for it to boot.</summary>
/// <param name="Command">The program and its arguments; the instance ends with it.</param>
/// <param name="Environment">What its environment has besides the usual.</param>
internal sealed record BootProgram(IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment)
{
    private const string ParameterFile = "GHA_RUNNER_ENV";

    // A machine stays up when cloud-init has nothing more to do.
    private const string RunAndStay = "sh \"$0\"; exec sleep infinity", CommandsPath = "/var/lib/cloud/instance/scripts/runcmd";

    /// <summary>Makes it out of user-data, in place of cloud-init and systemd.</summary>
    /// <param name="document">The user-data.</param>
    /// <param name="directory">Where the files go.</param>
    /// <exception cref="FormatException">A file would lie elsewhere.</exception>
    public static BootProgram Make(BootDocument document, InstanceDirectory directory)
    {
        foreach (var file in document.Files)
            directory.Add(file);
        if (document.Files.FirstOrDefault(file => file.Path.EndsWith(".service", StringComparison.Ordinal)) is { } unit)
            return OfUnit(Encoding.UTF8.GetString(unit.Content).Split('\n'), directory);

        var commands = directory.Translate(string.Join('\n', document.Commands) + "\n");
        directory.Add(new BootFile(CommandsPath, Encoding.UTF8.GetBytes(commands), UnixFileMode.UserRead));
        return new BootProgram(["sh", "-c", RunAndStay, directory.Translate(CommandsPath)], new Dictionary<string, string>());
    }

    /// <summary>
    /// A unit's program: the bootstrap. Its machine is this one, which is not its own: it neither makes users nor powers off,
    /// and keeps to its directory. Its timers are its own and go on as they are.
    /// </summary>
    private static BootProgram OfUnit(string[] lines, InstanceDirectory directory)
    {
        var environment = Words("Environment=").Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[^1], StringComparer.Ordinal);
        var ours = new Dictionary<string, string> { ["GHA_RUNNER_END"] = "exit", ["GHA_RUNNER_OWN"] = "0", ["GHA_RUNNER_DIR"] = directory.Runner };
        if (environment.TryGetValue(ParameterFile, out var parameters))
            File.AppendAllLines(parameters, ours.Select(variable => $"{variable.Key}={BootDocument.Quote(variable.Value)}"));
        foreach (var (name, value) in ours)
            environment[name] = value;
        return new BootProgram([.. Words("ExecStart=")], environment);

        IEnumerable<string> Words(string key) => lines.Where(line => line.StartsWith(key, StringComparison.Ordinal))
            .SelectMany(line => line[key.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(directory.Translate);
    }
}
