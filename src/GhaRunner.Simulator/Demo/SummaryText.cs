using System.Text.RegularExpressions;

namespace GhaRunner.Simulator.Demo;

/// <summary>Shows a step summary where there is no page to show it on: headings, tables and text of GitHub Markdown.</summary>
internal static partial class SummaryText
{
    private const string Fence = "```";

    /// <summary>Shows a summary.</summary>
    /// <param name="screen">Where.</param>
    /// <param name="markdown">As the program writes it.</param>
    public static void Show(DemoScreen screen, string markdown)
    {
        var lines = markdown.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith('|'))
            {
                var rows = lines.Skip(i).TakeWhile(line => line.StartsWith('|')).ToList();
                screen.Show(Transpose([Cells(rows[0]), .. rows.Skip(2).Select(Cells)]));
                i += rows.Count - 1;
            }
            else if (lines[i].StartsWith(Fence + "mermaid", StringComparison.Ordinal))
            {
                screen.Say("grey", "(GitHub draws the timeline here.)");
                i = Array.FindIndex(lines, i + 1, line => line.StartsWith(Fence, StringComparison.Ordinal)) is var end and > 0 ? end : lines.Length;
            }
            else if (!lines[i].StartsWith(Fence, StringComparison.Ordinal) && Tag().Replace(lines[i], "") is { Length: > 0 } text)
            {
                screen.Say(text.StartsWith('#') ? "bold" : "default", Unescape(text.TrimStart('#', ' ')));
            }
        }
    }

    /// <summary>A record a column: machine ids are long, and records few.</summary>
    private static List<string[]> Transpose(IReadOnlyList<string[]> rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Select(row => row.ElementAtOrDefault(column) ?? "").ToArray())];

    private static string[] Cells(string row) => [.. CellBorder().Split(row.Trim().Trim('|')).Select(cell => Unescape(cell.Trim()))];

    private static string Unescape(string text) => text
        .Replace("\\|", "|", StringComparison.Ordinal).Replace("&lt;", "<", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex CellBorder();

    [GeneratedRegex("</?(details|summary)>")]
    private static partial Regex Tag();
}
