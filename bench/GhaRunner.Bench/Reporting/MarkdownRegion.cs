namespace GhaRunner.Bench.Reporting;

/// <summary>The part of a page that this program writes.</summary>
internal static class MarkdownRegion
{
    private const string Begin = "<!-- bench -->\n";
    private const string End = "<!-- /bench -->";

    /// <summary>Replaces what stands between the markers.</summary>
    /// <exception cref="BenchException">The page or a marker is missing.</exception>
    public static void Replace(string page, string content)
    {
        var text = File.Exists(page) ? File.ReadAllText(page) : "";
        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        var end = begin < 0 ? -1 : text.IndexOf(End, begin, StringComparison.Ordinal);
        if (end < 0)
            throw new BenchException($"{page} has no lines '{Begin.Trim()}' and '{End}' to write between.");
        File.WriteAllText(page, $"{text[..(begin + Begin.Length)]}\n{content.Trim('\n')}\n\n{text[end..]}");
    }
}
