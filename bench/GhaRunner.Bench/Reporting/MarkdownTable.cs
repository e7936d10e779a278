using System.Text;

namespace GhaRunner.Bench.Reporting;

/// <summary>A table with a heading row; the first column is words, the others are numbers.</summary>
internal static class MarkdownTable
{
    public static string Render(IReadOnlyList<string> heading, IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder();
        Line(heading);
        Line([.. heading.Select((_, column) => column == 0 ? "---" : "---:")]);
        foreach (var row in rows)
            Line(row);
        return text.ToString();

        void Line(IReadOnlyList<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }
}
