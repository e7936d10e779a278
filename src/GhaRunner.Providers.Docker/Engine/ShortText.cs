using System.Text.RegularExpressions;

namespace GhaRunner.Providers.Docker.Engine;

/// <summary>
/// An engine's message without what our own sentence around it says: the chain of errors of a pull names the image, and
/// each URL, once a step (<c>failed to resolve reference "…": failed to do request: Head "https://…": dial tcp: …</c>).
/// </summary>
internal static partial class ShortText
{
    /// <summary>Shortens a message.</summary>
    /// <param name="message">As received.</param>
    /// <returns>One line; never empty unless the message was.</returns>
    public static string Of(string message)
    {
        var line = Blanks().Replace(message.Trim(), " ");
        return Steps().Replace(line, "") is { Length: > 0 } rest ? rest : line;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("""(failed to (resolve reference|authorize|fetch [a-z ]+|do request|copy|pull and unpack image)( "[^"]*")?|(Get|Head|Post) "[^"]*"): """,
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Steps();
}
