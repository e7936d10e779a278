namespace GhaRunner.Steps;

/// <summary>Reads a file of outputs or state as the runner does: heredocs, the last value of a name counts.</summary>
public static class FileCommandReader
{
    public static IReadOnlyDictionary<string, string> Read(string text)
    {
        var values = new Dictionary<string, string>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
                continue;
            var separator = lines[i].IndexOf("<<", StringComparison.Ordinal);
            separator.Should().BePositive($"every value is a heredoc, but this line is not: {lines[i]}");
            var (name, delimiter) = (lines[i][..separator], lines[i][(separator + 2)..]);
            var end = Array.IndexOf(lines, delimiter, i + 1);
            end.Should().BePositive($"the heredoc of {name} must end");
            values[name] = string.Join('\n', lines[(i + 1)..end]);
            i = end;
        }

        return values;
    }
}
