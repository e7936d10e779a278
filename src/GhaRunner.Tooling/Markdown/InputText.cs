using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using GhaRunner.Abstractions;

namespace GhaRunner.Tooling.Markdown;

/// <summary>What is said of an input beside its name: the declared description and the facts that the declaration holds.</summary>
internal static class InputText
{
    /// <summary>Describes an input in plain text.</summary>
    /// <param name="input">The input.</param>
    /// <returns>The description, then allowed values it does not name, bounds, environment variable and secrecy, a sentence each.</returns>
    public static string Describe(InputDeclaration input)
    {
        var attribute = input.Attribute;
        List<string> sentences = [attribute.Description.Trim()];
        if ((input.ValueType.IsEnum || (input.ValueType == typeof(bool) && attribute.Default.Length == 0)) && !input.AllowedValues.All(value => Names(attribute.Description, value)))
            sentences.Add($"One of: {string.Join(", ", input.AllowedValues)}.");
        if (input.ValueType != typeof(string) && typeof(IEnumerable).IsAssignableFrom(input.ValueType) && !attribute.Description.Contains("separated by", StringComparison.Ordinal))
            sentences.Add("Several are separated by commas or line breaks.");
        sentences.Add(Bounds(input));
        if (attribute.EnvironmentVariable.Length > 0)
            sentences.Add($"When unset, the environment variable {attribute.EnvironmentVariable} is read.");
        if (ShadowsVariable(attribute))
            sentences.Add($"When that is unset too: {attribute.Default}.");
        if (attribute.Secret)
            sentences.Add("Secret: masked in the log.");
        return string.Join(' ', sentences.Where(sentence => sentence.Length > 0));
    }

    /// <summary>
    /// Whether a default in <c>action.yml</c> would hide the input's environment variable: the runner hands a default on as if
    /// the user had written it.
    /// </summary>
    /// <param name="attribute">The declaration.</param>
    /// <returns>Whether the default must be left to the program.</returns>
    public static bool ShadowsVariable(InputAttribute attribute) =>
        attribute.Default.Length > 0 && attribute.EnvironmentVariable.Length > 0;

    /// <summary>Whether <c>action.yml</c> may say that the input is required: not when the environment can give it.</summary>
    /// <param name="attribute">The declaration.</param>
    /// <returns>Whether it must be among the inputs.</returns>
    public static bool MustBeGiven(InputAttribute attribute) => attribute.Required && attribute.EnvironmentVariable.Length == 0;

    /// <summary>Whether a text has a value as a word of its own, not as part of another.</summary>
    private static bool Names(string text, string value) => Regex.IsMatch(text, $@"(?<![\w-]){Regex.Escape(value)}(?![\w-])");

    private static string Bounds(InputDeclaration input)
    {
        var (minimum, maximum) = (input.Attribute.Minimum, input.Attribute.Maximum);
        return (double.IsFinite(minimum), double.IsFinite(maximum)) switch
        {
            (true, true) => $"From {Value(minimum)} to {Value(maximum)}.",
            (true, false) => $"At least {Value(minimum)}.",
            (false, true) => $"At most {Value(maximum)}.",
            _ => "",
        };

        string Value(double bound) => input.ValueType == typeof(TimeSpan) ? Duration((long)bound) : bound.ToString(CultureInfo.InvariantCulture);
    }

    private static string Duration(long seconds) => seconds switch
    {
        _ when seconds % 3600 == 0 => $"{seconds / 3600}h",
        _ when seconds % 60 == 0 => $"{seconds / 60}m",
        _ => $"{seconds}s",
    };
}
