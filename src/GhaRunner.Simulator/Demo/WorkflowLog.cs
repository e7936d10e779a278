using System.Text.RegularExpressions;

namespace GhaRunner.Simulator.Demo;

/// <summary>
/// Turns what a step prints into what GitHub shows of it: secrets are replaced, and workflow commands are obeyed
/// (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands).
/// </summary>
internal sealed partial class WorkflowLog(string title, params IEnumerable<string> secrets)
{
    private readonly SortedSet<string> _masks = new(secrets, Comparer<string>.Create((left, right) =>
        (right.Length, right).CompareTo((left.Length, left))));

    private string? _resumeToken;
    private bool _isFolded;

    /// <summary>Whose log it is.</summary>
    public string Title { get; } = title;

    /// <summary>Whether groups stay closed, as they are on GitHub until somebody opens them.</summary>
    public bool GroupsAreFolded { get; init; }

    /// <summary>Reads a line.</summary>
    /// <param name="line">As printed.</param>
    /// <returns>What to show of it; nothing when it only tells the runner something.</returns>
    public IEnumerable<LogLine> Read(string line)
    {
        if (_resumeToken is not null)
        {
            if (line.Trim() != $"::{_resumeToken}::")
                return [Show(LogLineKind.Text, "  " + line)];
            _resumeToken = null;
            return [];
        }

        if (Command().Match(line) is not { Success: true } match)
            return _isFolded ? [] : [Show(LogLineKind.Text, line)];
        var data = Unescape(match.Groups["data"].Value);
        switch (match.Groups["name"].Value)
        {
            case "add-mask":
                _masks.UnionWith(data.Split('\n').Append(data).Where(secret => secret.Trim().Length > 0));
                return [];
            case "stop-commands":
                _resumeToken = data;
                return [];
            case "debug":
                return [];
            case "endgroup":
                _isFolded = false;
                return [];
            case "group":
                _isFolded = GroupsAreFolded;
                return [Show(LogLineKind.Group, data)];
            case "notice":
                return Lines(LogLineKind.Notice, data);
            case "warning":
                return Lines(LogLineKind.Warning, data);
            case "error":
                return Lines(LogLineKind.Error, data);
            default:
                return [Show(LogLineKind.Text, line)];
        }
    }

    private IEnumerable<LogLine> Lines(LogLineKind kind, string text) => [.. text.Split('\n').Select(line => Show(kind, line))];

    private LogLine Show(LogLineKind kind, string text) =>
        new(kind, _masks.Aggregate(text, (shown, secret) => shown.Replace(secret, "***", StringComparison.Ordinal)));

    private static string Unescape(string data) => data
        .Replace("%0D", "\r", StringComparison.Ordinal).Replace("%0A", "\n", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);

    /// <summary>Both forms: <c>::name properties::data</c> and the runner's own <c>##[name]data</c>.</summary>
    [GeneratedRegex(@"^\s*(::(?<name>[a-z-]+)( [^:]*)?::|##\[(?<name>[a-z-]+)\])(?<data>.*)$")]
    private static partial Regex Command();
}
