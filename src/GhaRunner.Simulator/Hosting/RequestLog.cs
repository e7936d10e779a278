using System.Collections.Concurrent;

namespace GhaRunner.Simulator.Hosting;

/// <summary>The requests of one kind, in the order in which they were finished.</summary>
public sealed class RequestLog
{
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private int _inProgress;
    private int _peak;

    /// <summary>The finished requests so far.</summary>
    public IReadOnlyList<RecordedRequest> All => [.. _requests];

    /// <summary>The most requests that were in progress at once.</summary>
    public int PeakConcurrency => Volatile.Read(ref _peak);

    /// <summary>The finished requests of a method whose path, without the query, ends as given.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="pathEnd">How the path ends.</param>
    /// <returns>The requests, oldest first.</returns>
    public IReadOnlyList<RecordedRequest> Of(string method, string pathEnd) =>
        [.. _requests.Where(request => request.Method == method && request.PathAndQuery.Split('?')[0].EndsWith(pathEnd, StringComparison.Ordinal))];

    /// <summary>Forgets everything, the high-water mark included.</summary>
    public void Clear()
    {
        _requests.Clear();
        Volatile.Write(ref _peak, Volatile.Read(ref _inProgress));
    }

    internal int Begin()
    {
        var now = Interlocked.Increment(ref _inProgress);
        for (var peak = PeakConcurrency; now > peak; peak = PeakConcurrency)
            Interlocked.CompareExchange(ref _peak, now, peak);
        return now;
    }

    internal void End(RecordedRequest request)
    {
        Interlocked.Decrement(ref _inProgress);
        _requests.Enqueue(request);
    }
}
