using System.Text.Json.Serialization;

namespace GhaRunner.Providers.Aws.Prices;

/// <summary>A question to the price list.</summary>
/// <param name="ServiceCode">The service whose prices are asked for.</param>
/// <param name="Filters">What the product must be.</param>
internal sealed record PriceListQuery(string ServiceCode, IReadOnlyList<PriceListFilter> Filters)
{
    /// <summary>The form of the answer.</summary>
    public string FormatVersion { get; init; } = "aws_v1";

    /// <summary>The most that the list gives at once.</summary>
    public int MaxResults { get; init; } = 100;
}

/// <summary>One attribute of a product.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Value">Its value.</param>
internal sealed record PriceListFilter(string Field, string Value)
{
    /// <summary>How it is compared.</summary>
    public string Type { get; init; } = "TERM_MATCH";
}

/// <summary>An answer.</summary>
/// <param name="PriceList">The products, each a text that is JSON itself.</param>
/// <param name="NextToken">Set when there are more.</param>
internal sealed record PriceListAnswer(IReadOnlyList<string>? PriceList, string? NextToken);

/// <summary>A product with its prices.</summary>
/// <param name="Terms">The ways to pay.</param>
internal sealed record PricedProduct([property: JsonPropertyName("terms")] PriceTerms? Terms);

/// <summary>The ways to pay for a product.</summary>
/// <param name="OnDemand">Offers by their code.</param>
internal sealed record PriceTerms(IReadOnlyDictionary<string, PriceTerm>? OnDemand);

/// <summary>An offer.</summary>
/// <param name="PriceDimensions">Prices by their code.</param>
internal sealed record PriceTerm([property: JsonPropertyName("priceDimensions")] IReadOnlyDictionary<string, PriceDimension>? PriceDimensions);

/// <summary>A price.</summary>
/// <param name="Unit">For what: <c>Hrs</c>.</param>
/// <param name="PricePerUnit">Amounts by currency.</param>
internal sealed record PriceDimension(
    [property: JsonPropertyName("unit")] string? Unit, [property: JsonPropertyName("pricePerUnit")] IReadOnlyDictionary<string, string>? PricePerUnit);

/// <summary>How the price list's messages are read and written.</summary>
[JsonSerializable(typeof(PriceListQuery))]
[JsonSerializable(typeof(PriceListAnswer))]
[JsonSerializable(typeof(PricedProduct))]
internal sealed partial class PriceListJson : JsonSerializerContext;
