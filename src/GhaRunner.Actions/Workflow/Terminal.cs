using System.Diagnostics.CodeAnalysis;

namespace GhaRunner.Actions.Workflow;

/// <summary>
/// The only place that writes to the console: whole lines, one at a time, with every known secret replaced. The runner
/// masks too; this holds where there is no runner, and between a secret's birth and the runner's knowing of it.
/// </summary>
/// <param name="output">Where lines go.</param>
internal sealed class Terminal(TextWriter output)
{
    private const int ShortestSecret = 6;
    private const string Replacement = "***";

    private readonly Lock gate = new();
    private string[] secrets = [];

    /// <summary>The console of this process.</summary>
    /// <returns>Standard output, flushed line by line.</returns>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "The one place that owns the console.")]
    public static Terminal OfProcess()
    {
        var stream = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        return new Terminal(stream);
    }

    /// <summary>The writer below, for help texts, which hold no secret.</summary>
    public TextWriter Writer => output;

    /// <summary>Has a secret, and each of its lines, replaced from now on. What is shorter than 6 characters is not.</summary>
    /// <param name="secret">The secret.</param>
    public void Hide(string secret)
    {
        string[] parts = [secret, .. secret.Split('\n', StringSplitOptions.TrimEntries)];
        lock (gate)
        {
            secrets = [.. secrets.Concat(parts).Where(part => part.Length >= ShortestSecret)
                .Distinct().OrderByDescending(part => part.Length)];
        }
    }

    /// <summary>Replaces the known secrets in a text.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text without them.</returns>
    public string Clean(string text) => secrets.Aggregate(text, (cleaned, secret) => cleaned.Replace(secret, Replacement, StringComparison.Ordinal));

    /// <summary>Writes a line.</summary>
    /// <param name="line">The line; may hold line breaks.</param>
    public void WriteLine(string line) => WriteRaw(Clean(line));

    /// <summary>Writes a line as it is: for the command that tells the runner a secret.</summary>
    /// <param name="line">The line.</param>
    public void WriteRaw(string line)
    {
        lock (gate)
            output.WriteLine(line);
    }
}
