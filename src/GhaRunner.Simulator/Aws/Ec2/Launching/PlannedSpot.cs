using System.Globalization;
using GhaRunner.Simulator.Aws.Wire;

namespace GhaRunner.Simulator.Aws.Ec2.Launching;

/// <summary>What a launch asks of the spot market.</summary>
internal sealed record PlannedSpot(string Type, string InterruptionBehavior, decimal? MaxPrice)
{
    /// <summary>Reads the market's options.</summary>
    /// <returns><see langword="null"/> on demand.</returns>
    /// <exception cref="AwsError">They are invalid.</exception>
    public static PlannedSpot? Read(QueryForm form)
    {
        var market = form.Structure("InstanceMarketOptions");
        switch (market.Text("MarketType"))
        {
            case null when !market.Has("SpotOptions"):
                return null;
            case null or "spot":
                break;
            case var other:
                throw new AwsError("InvalidParameterValue", $"Value ({other}) for parameter InstanceMarketOptions.MarketType is invalid.");
        }

        var options = market.Structure("SpotOptions");
        var type = OneOf(options, "SpotInstanceType", "one-time", "persistent");
        var behavior = OneOf(options, "InstanceInterruptionBehavior", "terminate", "stop", "hibernate");
        if (type == "one-time" && behavior != "terminate")
            throw new AwsError("InvalidParameterCombination", $"The instance interruption behavior '{behavior}' is not supported for one-time Spot requests.");
        return new PlannedSpot(type, behavior, Price(options.Text("MaxPrice")));
    }

    /// <summary>Reads one of some words; the first is the default.</summary>
    /// <exception cref="AwsError">It is another word.</exception>
    public static string OneOf(QueryForm form, string name, params ReadOnlySpan<string> words)
    {
        var text = form.Text(name) ?? words[0];
        return words.Contains(text) ? text : throw new AwsError("InvalidParameterValue", $"Value ({text}) for parameter {name} is invalid.");
    }

    private static decimal? Price(string? text) => text is null ? null
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) && price >= 0.001m ? price
        : throw new AwsError("InvalidParameterValue", $"Invalid value '{text}' for spot price. The price must be at least 0.001.");
}
