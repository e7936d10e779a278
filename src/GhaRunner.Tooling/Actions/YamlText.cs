using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GhaRunner.Tooling.Actions;

/// <summary>Text made safe for a place in a YAML document.</summary>
internal static class YamlText
{
    /// <summary>Quotes a text: single quotes where YAML allows them for it, else double quotes with escapes.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>A scalar in one line that reads back as the text.</returns>
    public static string Quote(string text) =>
        text.All(IsPlain) ? $"'{InSingleQuotes(text)}'" : DoubleQuote(text);

    /// <summary>The text as it is written between single quotes.</summary>
    /// <param name="text">A text of one line.</param>
    /// <returns>The text with its single quotes doubled.</returns>
    public static string InSingleQuotes(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    private static string DoubleQuote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            quoted.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when IsPlain(character) => character.ToString(),
                _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
            });
        }

        return quoted.Append('"').ToString();
    }

    private static bool IsPlain(char character) =>
        !char.IsControl(character) && character is not ('\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff');

    /// <summary>Reads a text that is one mapping.</summary>
    /// <param name="path">The file it comes from, for the message.</param>
    /// <param name="text">The text.</param>
    /// <returns>The mapping.</returns>
    /// <exception cref="ToolingException">It is not YAML, or not one mapping.</exception>
    public static YamlMappingNode Parse(string path, string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents is [{ RootNode: YamlMappingNode mapping }]
                ? mapping
                : throw new ToolingException($"{path}: is not one YAML mapping.");
        }
        catch (YamlException exception)
        {
            throw new ToolingException($"{path}: is not YAML, or does not become YAML when filled in: {exception.Message}");
        }
    }
}
