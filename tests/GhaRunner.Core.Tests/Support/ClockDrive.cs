using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace GhaRunner.Core.Tests.Support;

/// <summary>
/// Runs asynchronous work on a thread of its own and advances a fake clock only when nothing else can go on: neither
/// there nor on the thread pool. So no test depends on how fast the machine is. Classes that use it are in the collection
/// <see cref="ClockTests"/>, since the pool is shared.
/// </summary>
internal sealed class ClockDrive : SynchronizationContext
{
    /// <summary>Nothing may take longer by its clock.</summary>
    private static readonly TimeSpan longest = TimeSpan.FromHours(3);
    private static readonly TimeSpan step = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan window = TimeSpan.FromMilliseconds(500);
    private static int hostThreads;

    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> queue = new();
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private int fewestBusy = int.MaxValue;

    static ClockDrive()
    {
        // A pool of two, one of them blocked by the host, would take half a second for each thread more.
        ThreadPool.SetMinThreads(16, 16);
    }

    private ClockDrive()
    {
    }

    /// <summary>Runs work to its end.</summary>
    public static Task<T> RunAsync<T>(FakeTimeProvider clock, Func<Task<T>> work)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => new ClockDrive().Run(clock, work, result)) { IsBackground = true }.Start();
        return result.Task;
    }

    public override void Post(SendOrPostCallback d, object? state) => queue.Enqueue((d, state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    private void Run<T>(FakeTimeProvider clock, Func<Task<T>> work, TaskCompletionSource<T> result)
    {
        SetSynchronizationContext(this);
        try
        {
            var end = clock.GetUtcNow() + longest;
            var task = work();
            while (!task.IsCompleted)
            {
                if (queue.TryDequeue(out var item))
                    item.Callback(item.State);
                else if (!IsPoolIdle() || !queue.IsEmpty)
                    Thread.Yield();
                else if (clock.GetUtcNow() > end)
                    throw new TimeoutException($"Not over after {longest} by its own clock.");
                else if (!task.IsCompleted)
                    clock.Advance(step);
            }

            result.SetResult(task.GetAwaiter().GetResult());
        }
        catch (Exception exception)
        {
            result.SetException(exception);
        }
    }

    /// <summary>
    /// Whether no work is queued or under way on the pool. The test host itself blocks some of its threads for good: those
    /// are the fewest that were busy within half a second.
    /// </summary>
    private bool IsPoolIdle()
    {
        var completed = ThreadPool.CompletedWorkItemCount;
        if (ThreadPool.PendingWorkItemCount > 0)
            return false;
        var busy = BusyThreads();
        fewestBusy = Math.Min(fewestBusy, busy);
        if (busy < hostThreads || watch.Elapsed > window)
            hostThreads = fewestBusy;
        if (busy > hostThreads || ThreadPool.PendingWorkItemCount > 0 || ThreadPool.CompletedWorkItemCount != completed)
            return false;
        fewestBusy = int.MaxValue;
        watch.Restart();
        return true;
    }

    private static int BusyThreads()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var available, out _);
        return most - available;
    }
}
