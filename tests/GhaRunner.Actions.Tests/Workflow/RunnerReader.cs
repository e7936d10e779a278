using System.Text.RegularExpressions;

namespace GhaRunner.Actions.Tests.Workflow;

/// <summary>Reads a step's log as the Actions runner does, and gives the commands that it would run.</summary>
internal static partial class RunnerReader
{
    private static readonly string[] known = ["add-mask", "debug", "notice", "warning", "error", "group", "endgroup", "stop-commands", "echo", "set-env", "set-output", "add-path", "save-state"];

    public static IReadOnlyList<string> Commands(string log)
    {
        var commands = new List<string>();
        string? stopped = null;
        using var reader = new StringReader(log);
        while (reader.ReadLine() is { } line)
        {
            var visible = Ignorable().Replace(line, "");
            var match = Current().Match(visible) is { Success: true } current ? current : Legacy().Match(visible);
            var name = match.Groups["name"].Value.Split(' ')[0];
            if (stopped is not null)
                stopped = match.Success && name == stopped ? null : stopped;
            else if (match.Success && name == "stop-commands")
                stopped = match.Groups["data"].Value;
            else if (match.Success && known.Contains(name))
                commands.Add($"{name}: {match.Groups["data"].Value}");
        }

        return commands;
    }

    [GeneratedRegex(@"^\s*::(?<name>.*?)::(?<data>.*)$")]
    private static partial Regex Current();

    [GeneratedRegex(@"##\[(?<name>[^\]]*)\](?<data>.*)$")]
    private static partial Regex Legacy();

    /// <summary>The runner compares by its culture, which does not see these.</summary>
    [GeneratedRegex(@"[\p{Cf}\p{Cc}-[\t]]")]
    private static partial Regex Ignorable();
}
