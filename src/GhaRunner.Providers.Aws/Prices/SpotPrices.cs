using System.Collections.Concurrent;
using Amazon.EC2.Model;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Api;

namespace GhaRunner.Providers.Aws.Prices;

/// <summary>
/// The current prices of spot capacity (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSpotPriceHistory.html):
/// one question a region for all types, whoever asks and however often.
/// </summary>
internal sealed class SpotPrices(AwsCalls calls, IReadOnlyList<string> usualTypes, TimeProvider time)
{
    private const string NotTold = "did not tell the spot prices";

    private readonly ConcurrentDictionary<(string Region, string Types), Lazy<Task<IReadOnlyDictionary<(string Zone, string Type), decimal>>>> asked = new();

    /// <summary>Looks up what a type costs in a zone.</summary>
    /// <param name="region">The region.</param>
    /// <param name="zone">The zone.</param>
    /// <param name="type">The type.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>US dollars an hour, or <see langword="null"/> when EC2 tells none.</returns>
    /// <exception cref="ActionableException">EC2 refused, or did not answer within <see cref="PriceList.Timeout"/> of the first question.</exception>
    public async Task<decimal?> GetAsync(string region, string zone, string type, CancellationToken cancellationToken)
    {
        var types = usualTypes.Contains(type) ? usualTypes : [type];
        var (key, answer) = Ask(region, types);
        try
        {
            return (await answer.Value.WaitAsync(cancellationToken)).TryGetValue((zone, type), out var price) ? price : null;
        }
        catch (ActionableException)
        {
            asked.TryRemove(KeyValuePair.Create(key, answer)); // A failure is not kept.
            throw;
        }
    }

    /// <summary>Asks for the usual types, so that the answer is there when it is needed.</summary>
    /// <param name="regions">Where.</param>
    public void Begin(IEnumerable<string> regions)
    {
        foreach (var region in regions)
            _ = Ask(region, usualTypes).Answer.Value;
    }

    private ((string, string) Key, Lazy<Task<IReadOnlyDictionary<(string Zone, string Type), decimal>>> Answer) Ask(string region, IReadOnlyList<string> types)
    {
        var key = (region, string.Join(' ', types));
        return (key, asked.GetOrAdd(key, _ => new Lazy<Task<IReadOnlyDictionary<(string, string), decimal>>>(() => AskAsync(region, types))));
    }

    private async Task<IReadOnlyDictionary<(string Zone, string Type), decimal>> AskAsync(string region, IReadOnlyList<string> types)
    {
        using var end = new CancellationTokenSource(PriceList.Timeout, time);
        try
        {
            return await AskAsync(region, types, end.Token);
        }
        catch (OperationCanceledException late) when (end.IsCancellationRequested)
        {
            throw AwsErrors.Map($"EC2 in {region} {NotTold}", "ec2:DescribeSpotPriceHistory", late);
        }
    }

    private async Task<IReadOnlyDictionary<(string Zone, string Type), decimal>> AskAsync(string region, IReadOnlyList<string> types, CancellationToken cancellationToken)
    {
        var history = await Pages.AllAsync<DescribeSpotPriceHistoryResponse, SpotPrice>(
            next => calls.Ec2Async(region, NotTold, "DescribeSpotPriceHistory", ec2 => ec2.DescribeSpotPriceHistoryAsync(new DescribeSpotPriceHistoryRequest
            {
                InstanceTypes = [.. types],
                ProductDescriptions = ["Linux/UNIX"],
                StartTime = time.GetUtcNow().UtcDateTime, // Prices that hold from now on: the current ones.
                NextToken = next,
            }, cancellationToken), cancellationToken),
            page => page.SpotPriceHistory, page => page.NextToken);
        var prices = new Dictionary<(string, string), decimal>();
        foreach (var entry in history.OrderBy(entry => entry.Timestamp))
        {
            if (Price.Parse(entry.Price) is { } price and > 0)
                prices[(entry.AvailabilityZone ?? "", entry.InstanceType?.Value ?? "")] = price;
        }

        return prices;
    }
}
