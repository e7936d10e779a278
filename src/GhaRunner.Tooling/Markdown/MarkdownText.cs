namespace GhaRunner.Tooling.Markdown;

/// <summary>Text made safe for a place in a Markdown document.</summary>
internal static class MarkdownText
{
    /// <summary>A table from its header and rows.</summary>
    /// <param name="header">The column titles.</param>
    /// <param name="rows">Rows of cells that are Markdown already, as <see cref="Cell"/> and <see cref="Code"/> make them.</param>
    /// <returns>Lines with <c>\n</c> after each.</returns>
    public static string Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows) =>
        string.Concat(
        [
            Line(header),
            Line([.. header.Select(_ => "---")]),
            .. rows.Select(Line),
        ]);

    /// <summary>Plain text for a cell: shown as it is written, in one line.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Markdown that neither ends the cell nor becomes markup.</returns>
    public static string Cell(string text) => OneLine(text)
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("*", "\\*", StringComparison.Ordinal);

    /// <summary>A value in code style for a cell; a value that is empty stays empty.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>A code span.</returns>
    public static string Code(string text)
    {
        if (text.Length == 0)
            return "";
        var content = OneLine(text).Replace("|", "\\|", StringComparison.Ordinal);
        return content.Contains('`', StringComparison.Ordinal) ? $"`` {content} ``" : $"`{content}`";
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Line(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells)} |\n";
}
