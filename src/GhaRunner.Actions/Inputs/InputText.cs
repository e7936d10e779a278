using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using GhaRunner.Abstractions;

namespace GhaRunner.Actions.Inputs;

/// <summary>Turns the text of one input into its value, or says what would be right.</summary>
internal static partial class InputText
{
    /// <summary>Converts a text that is not empty.</summary>
    /// <param name="input">The declaration.</param>
    /// <param name="text">The text.</param>
    /// <param name="value">The value when the answer is <see langword="null"/>.</param>
    /// <returns><see langword="null"/>, or what the input must be, to complete "must be …".</returns>
    public static string? TryConvert(InputDeclaration input, string text, out object? value)
    {
        var type = input.ValueType;
        value = null;
        if (type == typeof(string))
            return Matched(input.Attribute, [text]) ?? Give(text, out value);
        if (type == typeof(IReadOnlyList<string>))
        {
            string[] items = text.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return Matched(input.Attribute, items) ?? Give(items, out value);
        }

        if (type == typeof(bool))
            return Bool(text) is { } flag ? Give(flag, out value) : "true or false";
        if (type == typeof(int))
        {
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && InRange(input.Attribute, number)
                ? Give(number, out value) : $"a whole number{Bounds(input.Attribute, Plain)}";
        }

        if (type == typeof(decimal))
        {
            return decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var fraction)
                && InRange(input.Attribute, (double)fraction)
                ? Give(fraction, out value) : $"a number{Bounds(input.Attribute, Plain)}";
        }

        if (type == typeof(TimeSpan))
        {
            return Duration(text) is { } span && InRange(input.Attribute, span.TotalSeconds)
                ? Give(span, out value) : $"a duration such as 90s, 10m or 6h{Bounds(input.Attribute, Written)}";
        }

        if (type.IsEnum)
        {
            var name = Array.Find(Enum.GetNames(type), name => JsonNamingPolicy.KebabCaseLower.ConvertName(name).Equals(text, StringComparison.OrdinalIgnoreCase));
            return name is not null ? Give(Enum.Parse(type, name), out value) : $"one of {string.Join(", ", input.AllowedValues)}";
        }

        throw new NotSupportedException($"The input '{input.Name}' has the type {type}, which cannot be bound.");
    }

    private static string? Give(object given, out object? value)
    {
        value = given;
        return null;
    }

    private static string? Matched(InputAttribute input, string[] items) =>
        input.Pattern.Length == 0 || Array.TrueForAll(items, item => Regex.IsMatch(item, $@"\A(?:{input.Pattern})\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
            ? null : input.PatternMeaning;

    /// <summary>The forms of YAML's core schema, as the toolkit's getBooleanInput takes them.</summary>
    private static bool? Bool(string text) => text switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };

    private static TimeSpan? Duration(string text)
    {
        var match = DurationForm().Match(text);
        if (!match.Success || !int.TryParse(match.Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return null;
        var seconds = count * match.Groups["unit"].Value switch { "s" => 1L, "m" => 60, "h" => 3600, _ => 86400 };
        return seconds <= (long)TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static bool InRange(InputAttribute input, double value) => value >= input.Minimum && value <= input.Maximum;

    private static string Bounds(InputAttribute input, Func<double, string> written) =>
        double.IsFinite(input.Minimum) && double.IsFinite(input.Maximum) ? $" from {written(input.Minimum)} to {written(input.Maximum)}"
        : double.IsFinite(input.Minimum) ? $" of at least {written(input.Minimum)}"
        : double.IsFinite(input.Maximum) ? $" of at most {written(input.Maximum)}" : "";

    private static string Plain(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Written(double seconds) =>
        seconds % 3600 == 0 ? $"{seconds / 3600}h" : seconds % 60 == 0 ? $"{seconds / 60}m" : $"{seconds}s";

    [GeneratedRegex(@"\A(?<count>\d{1,9})(?<unit>[smhd])\z")]
    private static partial Regex DurationForm();
}
