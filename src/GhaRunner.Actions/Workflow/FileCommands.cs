using System.Security.Cryptography;
using System.Text;

namespace GhaRunner.Actions.Workflow;

/// <summary>
/// The only place that writes outputs, state and the step summary: appended to the files that the runner names, each
/// value between two lines of a random delimiter. A file that cannot be written is warned of, once: it must neither fail
/// a start that is well nor hide why another one failed.
/// </summary>
internal sealed class FileCommands(ProcessEnvironment environment, Terminal terminal, WorkflowCommands commands)
{
    /// <summary>More than this the runner does not take.</summary>
    private const int SummaryLimit = 1024 * 1024;

    private readonly HashSet<string> unwritable = [];
    private static readonly UTF8Encoding encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Sets outputs of the step; the last value of a name counts.</summary>
    /// <param name="outputs">Names and values; values hold no secret.</param>
    public void SetOutputs(IEnumerable<KeyValuePair<string, string>> outputs) => Append("GITHUB_OUTPUT", Heredocs(outputs));

    /// <summary>Whether somebody reads the outputs; at a shell they must be said instead.</summary>
    public bool HasOutputs => environment["GITHUB_OUTPUT"].Length > 0;

    /// <summary>Saves state for the later stages of the same step.</summary>
    /// <param name="name">The name; appears as <c>STATE_name</c>.</param>
    /// <param name="value">The value.</param>
    public void SaveState(string name, string value) => Append("GITHUB_STATE", Heredocs([KeyValuePair.Create(name, value)]));

    /// <summary>Appends to the step summary; what would make it too long is cut off and said.</summary>
    /// <param name="markdown">GitHub Markdown.</param>
    public void AppendSummary(string markdown)
    {
        var cleaned = terminal.Clean(markdown);
        if (encoding.GetByteCount(cleaned) > SummaryLimit)
            cleaned = cleaned[..(SummaryLimit / 4)] + "\n\n*(cut off: too long for a summary; the log has it all)*";
        Append("GITHUB_STEP_SUMMARY", cleaned + "\n");
    }

    private static string Heredocs(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in pairs)
        {
            var delimiter = $"delimiter_{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
            text.Append(name).Append("<<").Append(delimiter).Append('\n').Append(value).Append('\n').Append(delimiter).Append('\n');
        }

        return text.ToString();
    }

    private void Append(string variable, string text)
    {
        var path = environment[variable];
        if (path.Length == 0)
            return;
        try
        {
            File.AppendAllText(path, text, encoding);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (unwritable.Add(variable))
                commands.Warning($"The file of {variable} cannot be written: {exception.Message}");
        }
    }
}
