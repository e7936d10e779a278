namespace GhaRunner.Simulator.GitHub;

/// <summary>Wakes everybody who waits for something to change.</summary>
internal sealed class Pulse
{
    private TaskCompletionSource _next = NewSource();

    /// <summary>Completes at the next beat; take it before looking at the state.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Beat() => Interlocked.Exchange(ref _next, NewSource()).TrySetResult();

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
