namespace GhaRunner.Simulator.Demo;

/// <summary>The files by which a step tells the runner its outputs, state and summary; made empty, as the runner does.</summary>
internal sealed class StepFiles
{
    private static readonly string[] s_variables = ["GITHUB_OUTPUT", "GITHUB_STATE", "GITHUB_STEP_SUMMARY", "GITHUB_ENV", "GITHUB_PATH"];
    private readonly string _directory;

    public StepFiles(string directory)
    {
        _directory = Directory.CreateDirectory(directory).FullName;
        foreach (var (_, path) in Variables)
            File.WriteAllText(path, "");
    }

    /// <summary>The variables that name the files.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables => s_variables.Select(name => KeyValuePair.Create(name, PathOf(name)));

    /// <summary>The step's summary, in GitHub Markdown.</summary>
    public string Summary => File.ReadAllText(PathOf("GITHUB_STEP_SUMMARY"));

    /// <summary>The step's outputs; of two values of one name the last one counts.</summary>
    public IReadOnlyDictionary<string, string> ReadOutputs()
    {
        var outputs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var lines = File.ReadAllLines(PathOf("GITHUB_OUTPUT"));
        for (var i = 0; i < lines.Length; i++)
        {
            var (equals, heredoc) = (lines[i].IndexOf('='), lines[i].IndexOf("<<", StringComparison.Ordinal));
            if (heredoc > 0 && (equals < 0 || heredoc < equals))
            {
                var end = Array.IndexOf(lines, lines[i][(heredoc + 2)..], i + 1);
                if (end < 0)
                    break;
                outputs[lines[i][..heredoc]] = string.Join('\n', lines[(i + 1)..end]);
                i = end;
            }
            else if (equals > 0)
            {
                outputs[lines[i][..equals]] = lines[i][(equals + 1)..];
            }
        }

        return outputs;
    }

    private string PathOf(string variable) => Path.Combine(_directory, variable.ToLowerInvariant());
}
