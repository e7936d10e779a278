using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GhaRunner.Actions.Summaries;

/// <summary>Writes GitHub Markdown in which foreign text stays text.</summary>
internal sealed partial class Markdown
{
    private readonly StringBuilder text = new();

    /// <summary>Adds a heading of the third level; its text is escaped.</summary>
    public Markdown Heading(string heading) => Line($"### {Text(heading)}").Line();

    /// <summary>Adds a paragraph; its text is escaped.</summary>
    public Markdown Paragraph(string paragraph) => Line(Text(paragraph)).Line();

    /// <summary>Adds a table; cells are escaped.</summary>
    public Markdown Table(string[] header, IEnumerable<string[]> rows)
    {
        Row(header);
        Row([.. header.Select(_ => "---")]);
        foreach (var row in rows)
            Row([.. row.Select(Text)]);
        return Line();
    }

    /// <summary>Adds a fenced block, with a fence that its content cannot close.</summary>
    public Markdown Fence(string language, string content)
    {
        var fence = "```";
        while (content.Contains(fence, StringComparison.Ordinal))
            fence += "`";
        return Line(fence + language).Line(content).Line(fence).Line();
    }

    /// <summary>Adds a fenced block that is folded at first.</summary>
    public Markdown Folded(string title, string content)
    {
        Line($"<details><summary>{Html(title)}</summary>").Line();
        return Fence("text", content).Line("</details>").Line();
    }

    /// <summary>Writes seconds with one digit; a dash when unknown.</summary>
    public static string Seconds(TimeSpan? time) => time is { } known ? known.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) : "–";

    /// <summary>Writes an amount of money; <c>unknown</c> when it is.</summary>
    public static string Cost(decimal? amount) => amount is null ? "unknown" : $"{Dollars(amount)} USD";

    /// <summary>Writes US dollars; <c>unknown</c> when it is.</summary>
    public static string Dollars(decimal? price) => price is { } known ? known.ToString("0.####", CultureInfo.InvariantCulture) : "unknown";

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    /// <summary>Text on one line: neither HTML nor Markdown, and no end of a table's cell.</summary>
    private static string Text(string content) => Mark().Replace(Html(content), @"\$0");

    private static string Html(string content) => content
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace("\r", "", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);

    private Markdown Row(string[] cells) => Line($"| {string.Join(" | ", cells)} |");

    private Markdown Line(string line = "")
    {
        text.Append(line).Append('\n');
        return this;
    }

    [GeneratedRegex(@"[\\`*_\[\]|~#]")]
    private static partial Regex Mark();
}
