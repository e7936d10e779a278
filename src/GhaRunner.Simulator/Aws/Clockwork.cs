namespace GhaRunner.Simulator.Aws;

/// <summary>
/// What happens later. It happens when it is due and somebody looks, or when the clock strikes; never while a request is
/// being answered, so that an answer shows what the request has done and nothing that came after.
/// </summary>
internal sealed class Clockwork : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly PriorityQueue<Action, (DateTimeOffset Due, long Order)> _queue = new();
    private long _order;

    /// <param name="time">The clock.</param>
    /// <param name="strike">Looks: takes the gate and calls <see cref="RunDue"/>.</param>
    public Clockwork(TimeProvider time, Action strike)
    {
        _time = time;
        _timer = time.CreateTimer(_ => strike(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>The caller holds the gate.</summary>
    public void Schedule(TimeSpan delay, Action action) => _queue.Enqueue(action, (Now + delay, _order++));

    /// <summary>Lets happen what is due; the caller holds the gate.</summary>
    public void RunDue()
    {
        // The time is asked for first: a clock of tests strikes when it is asked, and this is then entered again.
        for (var now = Now; _queue.TryPeek(out var action, out var when) && when.Due <= now; now = Now)
        {
            _queue.Dequeue();
            action();
        }
    }

    /// <summary>When the next thing is due; the caller holds the gate.</summary>
    public TimeSpan? UntilNext() => !_queue.TryPeek(out _, out var when) ? null : when.Due > Now ? when.Due - Now : TimeSpan.Zero;

    /// <summary>Winds the clock; the caller does not hold the gate.</summary>
    public void Wind(TimeSpan? untilNext)
    {
        if (untilNext is { } delay)
            _timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();
}
