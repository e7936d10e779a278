using System.Text.RegularExpressions;

namespace GhaRunner.Providers.Aws.Machines;

/// <summary>The id of what has outlived its instance: <c>us-east-1/vol-0abc…</c> or <c>us-east-1/eni-0abc…</c>.</summary>
/// <param name="Region">The region.</param>
/// <param name="ResourceId">EC2's id.</param>
internal sealed partial record LeftoverId(string Region, string ResourceId)
{
    /// <summary>Whether it is a volume, else a network interface.</summary>
    public bool IsVolume => ResourceId.StartsWith("vol-", StringComparison.Ordinal);

    /// <summary>Reads an id.</summary>
    /// <param name="text">An id, or anything.</param>
    /// <returns>The id, or <see langword="null"/> when it is none.</returns>
    public static LeftoverId? Parse(string text) =>
        Form().Match(text) is { Success: true } match ? new LeftoverId(match.Groups["region"].Value, match.Groups["resource"].Value) : null;

    /// <summary>The id as it is handed out.</summary>
    /// <returns>Region and EC2's id.</returns>
    public override string ToString() => $"{Region}/{ResourceId}";

    [GeneratedRegex(@"\A(?<region>[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2})/(?<resource>(vol|eni)-[0-9a-f]{8,17})\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
