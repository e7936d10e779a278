using System.Globalization;
using System.Text.RegularExpressions;

namespace GhaRunner.Providers.Docker.Containers;

/// <summary>An amount of memory as people write it: <c>512m</c>, <c>1.5g</c>.</summary>
internal static partial class MemorySize
{
    /// <summary>The engine takes no less than this.</summary>
    private const long Least = 6L << 20;

    /// <summary>Reads an amount.</summary>
    /// <param name="text">A number and a unit.</param>
    /// <param name="bytes">The amount in bytes, when the answer is <see langword="true"/>.</param>
    /// <param name="problem">What is wrong, as the rest of a sentence that starts with the input's name; else empty.</param>
    /// <returns>Whether it is an amount that the engine takes.</returns>
    public static bool TryParse(string text, out long bytes, out string problem)
    {
        bytes = 0;
        problem = "";
        var match = Form().Match(text);
        if (!match.Success || !decimal.TryParse(match.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            problem = $"'{text}' is not an amount of memory; write a number and its unit, such as 512m or 4g.";
            return false;
        }

        var unit = 1L << match.Groups["unit"].ValueSpan[0] switch { 'k' or 'K' => 10, 'm' or 'M' => 20, 'g' or 'G' => 30, _ => 40 };
        if (number > (decimal)long.MaxValue / unit)
        {
            problem = $"'{text}' is more than any machine has.";
            return false;
        }

        bytes = (long)(number * unit);
        if (bytes < Least)
            problem = $"'{text}' is too little; a container needs at least 6m.";
        return bytes >= Least;
    }

    [GeneratedRegex(@"\A(?<number>[0-9]{1,18}(\.[0-9]{1,9})?)(?<unit>[kmgt])(i?b)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
