using GhaRunner.Simulator.Aws.Wire;

namespace GhaRunner.Simulator.Aws.Capacity;

/// <summary>
/// How fast launches may be asked for in each region: a token bucket
/// (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html). The cloud's gate guards it.
/// </summary>
internal sealed class LaunchBuckets(int? burst, double perSecond)
{
    private readonly Dictionary<string, (double Tokens, DateTimeOffset At)> _regions = new(StringComparer.Ordinal);

    /// <summary>Takes a token.</summary>
    /// <exception cref="AwsError">There is none.</exception>
    public void Take(string region, DateTimeOffset now)
    {
        if (burst is not { } most)
            return;
        var (before, at) = _regions.GetValueOrDefault(region, (most, now));
        var tokens = Math.Min(most, before + (perSecond * (now - at).TotalSeconds));
        var isEnough = tokens >= 1;
        _regions[region] = (isEnough ? tokens - 1 : tokens, now);
        if (!isEnough)
            throw new AwsError("RequestLimitExceeded", "Request limit exceeded.");
    }
}
