namespace GhaRunner.Core.GitHub;

/// <summary>
/// Keeps our requests within GitHub's secondary rate limits: at most 100 at the same time and 900 points a minute, where
/// a reading request counts 1 and any other 5
/// (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits). A margin is left for
/// others who use the same token. Everything is counted, but only what makes something new is held back: a removal that
/// is late leaves something behind, and a look that is late fails a start.
/// </summary>
/// <param name="timeProvider">The clock of the minute.</param>
internal sealed class RequestBudget(TimeProvider timeProvider) : DelegatingHandler
{
    private const int ConcurrentRequests = 40;
    private const int PointsPerMinute = 800;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim places = new(ConcurrentRequests);
    private readonly Queue<(long Timestamp, int Points)> spent = new();
    private readonly Lock gate = new();
    private int pointsSpent;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var points = request.Method == HttpMethod.Get ? 1 : 5;
        while (Reserve(points, mayWait: request.Method == HttpMethod.Post) is { } wait)
            await Task.Delay(wait, timeProvider, cancellationToken);
        await places.WaitAsync(cancellationToken);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            places.Release();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            places.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Books the points, or tells how long to wait before asking again.</summary>
    private TimeSpan? Reserve(int points, bool mayWait)
    {
        lock (gate)
        {
            while (spent.TryPeek(out var oldest) && timeProvider.GetElapsedTime(oldest.Timestamp) >= Window)
                pointsSpent -= spent.Dequeue().Points;
            if (mayWait && pointsSpent + points > PointsPerMinute)
                return Window - timeProvider.GetElapsedTime(spent.Peek().Timestamp) + TimeSpan.FromMilliseconds(1);
            pointsSpent += points;
            spent.Enqueue((timeProvider.GetTimestamp(), points));
            return null;
        }
    }
}
