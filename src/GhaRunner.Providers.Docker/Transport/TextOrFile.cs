namespace GhaRunner.Providers.Docker.Transport;

/// <summary>An input that holds either a text of several words, as a secret does, or the path of a file with it.</summary>
internal static class TextOrFile
{
    /// <summary>Tells whether a value is PEM text itself.</summary>
    public static bool IsPem(string value) => value.Contains("-----BEGIN ", StringComparison.Ordinal);

    /// <summary>Tells whether a value is lines of <c>known_hosts</c> itself: host, kind of key and key, with blanks between.</summary>
    public static bool IsKnownHosts(string value) =>
        value.Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Length >= 3;

    /// <summary>Says why a file cannot be read.</summary>
    /// <returns>The rest of a sentence that starts with the input's name, or <see langword="null"/> when it can be read.</returns>
    public static string? WhyUnreadable(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return "is neither PEM text nor a file that can be read here.";
        }
    }

    /// <summary>Line ends as the tools want them: LF, and one at the end, which a secret's form field loses.</summary>
    public static string Tidy(string text) => text.ReplaceLineEndings("\n").Trim() + "\n";
}
