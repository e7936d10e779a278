using System.Globalization;

namespace GhaRunner.Providers.Aws.Prices;

/// <summary>Reads prices.</summary>
internal static class Price
{
    /// <summary>A one with as many places as a decimal has: what is divided by it loses the zeros at its end.</summary>
    private const decimal One = 1.0000000000000000000000000000m;

    /// <summary>Reads a price.</summary>
    /// <param name="text">AWS's text, such as <c>1.0060000000</c>.</param>
    /// <returns>The number, <c>1.006</c>, or <see langword="null"/> when it is none.</returns>
    public static decimal? Parse(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) ? price / One : null;
}
