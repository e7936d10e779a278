using System.Text;
using System.Text.RegularExpressions;

namespace GhaRunner.Tooling.Markdown;

/// <summary>
/// Regions of a hand-written Markdown file that are generated: from a line <c>&lt;!-- generated:NAME --&gt;</c> to the next
/// line <c>&lt;!-- /generated --&gt;</c>. Markers within code fences are text.
/// </summary>
internal static partial class MarkdownRegions
{
    private const string EndMarker = "<!-- /generated -->";

    /// <summary>Renews the regions of a file.</summary>
    /// <param name="path">The file's path, for messages.</param>
    /// <param name="text">The file's text, with <c>\n</c> line ends.</param>
    /// <param name="render">Gives the content of a region by its name, or <see langword="null"/> when there is no such region.</param>
    /// <returns>The text with every region renewed; the same text when it has none.</returns>
    /// <exception cref="ToolingException">A region is unknown, not closed, or closed without a beginning.</exception>
    public static string Renew(string path, string text, Func<string, string?> render)
    {
        var result = new StringBuilder();
        var fence = "";
        var region = "";
        foreach (var line in text.Split('\n'))
        {
            var trimmed = line.Trim();
            if (region.Length > 0)
            {
                if (trimmed != EndMarker)
                    continue;
                region = "";
            }
            else
            {
                fence = FenceAfter(trimmed, fence);
                if (fence.Length == 0 && trimmed == EndMarker)
                    throw new ToolingException($"{path}: '{EndMarker}' closes nothing; remove it, or put '<!-- generated:NAME -->' before it.");
                if (fence.Length == 0 && BeginMarker().Match(trimmed) is { Success: true } begin)
                {
                    region = begin.Groups[1].Value;
                    var content = render(region)
                        ?? throw new ToolingException($"{path}: there is no generated region '{region}'; the regions are {string.Join(", ", GeneratedRegions.Names)}.");
                    result.Append(line).Append("\n\n").Append(content.Trim('\n')).Append("\n\n");
                    continue;
                }
            }

            result.Append(line).Append('\n');
        }

        if (region.Length > 0)
            throw new ToolingException($"{path}: the region 'generated:{region}' is not closed; put '{EndMarker}' after it.");
        result.Length--;
        return result.ToString();
    }

    /// <summary>Follows code fences: which one is open after a line, <c>""</c> for none.</summary>
    private static string FenceAfter(string trimmed, string open)
    {
        if (open.Length > 0)
            return trimmed.StartsWith(open, StringComparison.Ordinal) && trimmed.All(character => character == open[0]) ? "" : open;
        return Fence().Match(trimmed) is { Success: true } match ? match.Value : "";
    }

    [GeneratedRegex(@"\A(`{3,}|~{3,})")]
    private static partial Regex Fence();

    [GeneratedRegex(@"\A<!-- generated:([a-z-]+) -->\z")]
    private static partial Regex BeginMarker();
}
