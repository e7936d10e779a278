using System.Text;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GhaRunner.Conventions.Tests.Rules;

/// <summary>What the documentation shows is there, and works when it is pasted.</summary>
internal static partial class MarkdownRules
{
    /// <summary>A relative link leads to a file or folder of the repository.</summary>
    public static IEnumerable<string> LinksResolve(RepositoryFile page, Func<string, bool> exists) =>
        Link().Matches(InlineCode().Replace(Prose(page.Text), ""))
            .Select(match => match.Groups["target"].Value)
            .Where(target => !Absolute().IsMatch(target) && !target.StartsWith('#'))
            .Where(target => Resolve(page.Path, target) is not { } path || !exists(path))
            .Select(target => $"{page.Path}: the link to '{target}' leads nowhere; mend the link or write the file.");

    /// <summary>A workflow in a code fence is YAML.</summary>
    public static IEnumerable<string> WorkflowsAreYaml(RepositoryFile page)
    {
        foreach (var (language, content) in Fences(page.Text))
        {
            if (language is not ("yaml" or "yml") || !Jobs().IsMatch(content))
                continue;
            var problem = "";
            try
            {
                new YamlStream().Load(new StringReader(content));
            }
            catch (YamlException exception)
            {
                problem = exception.Message;
            }

            if (problem.Length > 0)
                yield return $"{page.Path}: the workflow that begins with '{content.TrimStart().Split('\n')[0]}' is not YAML: {problem}";
        }
    }

    /// <summary>The code fences of a page; what a fence holds has the fence's own indentation taken off.</summary>
    public static IEnumerable<(string Language, string Content)> Fences(string text) => Fence().Matches(text.ReplaceLineEndings("\n"))
        .Select(match => (match.Groups["language"].Value, Unindent(match.Groups["content"].Value, match.Groups["indent"].Length)));

    private static string Prose(string text) => Fence().Replace(text.ReplaceLineEndings("\n"), "");

    private static string Unindent(string content, int width)
    {
        var result = new StringBuilder();
        foreach (var line in content.Split('\n'))
            result.Append(line.Length >= width && line[..width].Trim().Length == 0 ? line[width..] : line).Append('\n');
        return result.ToString();
    }

    /// <summary>The path from the root, or <see langword="null"/> when the link leaves the repository.</summary>
    private static string? Resolve(string page, string target)
    {
        var path = Uri.UnescapeDataString(target.Split('#', '?')[0]);
        var parts = new List<string>(path.StartsWith('/') ? [] : page.Split('/')[..^1]);
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count == 0)
                return null;
            if (part == "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part != ".")
                parts.Add(part);
        }

        return string.Join('/', parts);
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)(\s+""[^""]*"")?\)|^\[[^\]]+\]:\s+(?<target>\S+)", RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex(@"\A([a-z][a-z0-9+.-]*:|//)", RegexOptions.IgnoreCase)]
    private static partial Regex Absolute();

    [GeneratedRegex(@"(`+)[^`].*?\1")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"^(?<indent>[ \t]*)(?<fence>`{3,}|~{3,})(?<language>[^\s`]*)[^\n]*\n(?<content>(.*\n)*?)[ \t]*\k<fence>[ \t]*$", RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^jobs:", RegexOptions.Multiline)]
    private static partial Regex Jobs();
}
