using System.Security.Cryptography;
using System.Text.RegularExpressions;
using GhaRunner.Abstractions;

namespace GhaRunner.Actions.Workflow;

/// <summary>
/// The only place that writes workflow commands
/// (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands). Outside a workflow the same
/// things are said in plain text.
/// </summary>
internal sealed partial class WorkflowCommands(Terminal terminal, bool isWorkflow) : ISecretMask
{
    /// <inheritdoc/>
    public void Mask(string secret)
    {
        if (secret.Length == 0)
            return;
        if (isWorkflow)
            terminal.WriteRaw($"::add-mask::{EscapeData(secret)}");
        terminal.Hide(secret);
    }

    /// <summary>Says something that people read in the log; a line that looks like a command does not become one.</summary>
    /// <param name="text">The text.</param>
    public void Say(string text) => terminal.WriteLine(isWorkflow ? Defused(text) : text);

    /// <summary>Says something for debugging.</summary>
    /// <param name="text">The text.</param>
    public void Debug(string text) => Command("debug", "", text);

    /// <summary>Shows a warning on the run's page.</summary>
    /// <param name="text">The text.</param>
    public void Warning(string text) => Command("warning", "Warning: ", text);

    /// <summary>Shows an error on the run's page.</summary>
    /// <param name="text">The text; may have several lines.</param>
    public void Error(string text) => Command("error", "Error: ", text);

    /// <summary>Prints foreign text in a group that is closed at first; no line of it can become a command.</summary>
    /// <param name="title">The group's title.</param>
    /// <param name="text">The foreign text.</param>
    public void Foreign(string title, string text)
    {
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        if (!isWorkflow)
            terminal.WriteLine($"--- {title}\n{text}\n---");
        else
            terminal.WriteLine($"::group::{EscapeData(terminal.Clean(title))}\n::stop-commands::{token}\n{text.Replace("\r", "", StringComparison.Ordinal)}\n::{token}::\n::endgroup::");
    }

    /// <summary>Secrets are replaced before the escapes change them.</summary>
    private void Command(string name, string plainPrefix, string text) =>
        terminal.WriteLine(isWorkflow ? $"::{name}::{EscapeData(terminal.Clean(text))}" : plainPrefix + text);

    private static string EscapeData(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    /// <summary>
    /// A command is the first thing on its line, where a leading dot makes it text; one in the old form may be anywhere
    /// (ActionCommand.cs of actions/runner, which does not see characters that its culture ignores).
    /// </summary>
    private static string Defused(string text) => string.Join('\n', LineBreak().Split(text)
        .Select(line => OldCommand().Replace(CommandBegin().IsMatch(line) ? "." + line : line, "#.")));

    [GeneratedRegex(@"\r\n|\r|\n")]
    private static partial Regex LineBreak();

    [GeneratedRegex(@"\A[^\x21-\x7e]*:")]
    private static partial Regex CommandBegin();

    [GeneratedRegex(@"#(?=[^\x21-\x7e]*#[^\x21-\x7e]*\[)")]
    private static partial Regex OldCommand();
}
