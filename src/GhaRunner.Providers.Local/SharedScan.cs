namespace GhaRunner.Providers.Local;

/// <summary>
/// One look at all processes for everybody who wants one at about the same time: a hundred machines that are being
/// ended cost no more looks than one.
/// </summary>
/// <param name="scan">Looks.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="age">How old a look may be.</param>
internal sealed class SharedScan(Func<ILookup<string, int>> scan, TimeProvider timeProvider, TimeSpan age)
{
    private readonly Lock gate = new();
    private Task<ILookup<string, int>>? latest;
    private Task<ILookup<string, int>>? next;
    private long begun;

    /// <summary>Takes the latest look, or a new one when that is too old. What has begun within the age may be missing.</summary>
    /// <returns>The processes by marker.</returns>
    public Task<ILookup<string, int>> TakeAsync()
    {
        lock (gate)
            return latest is null || (latest.IsCompleted && timeProvider.GetElapsedTime(begun) >= age) ? next ?? Begin() : latest;
    }

    /// <summary>
    /// Takes a look that begins after this call: every process that runs by now, and still does when it is looked at, is
    /// in it. Those who ask during a look share the one after it.
    /// </summary>
    /// <returns>The processes by marker.</returns>
    public Task<ILookup<string, int>> TakeFreshAsync()
    {
        lock (gate)
            return next ?? (latest is { IsCompleted: false } ? next = FollowAsync(latest) : Begin());
    }

    private Task<ILookup<string, int>> Begin()
    {
        begun = timeProvider.GetTimestamp();
        return latest = Task.Run(scan);
    }

    private async Task<ILookup<string, int>> FollowAsync(Task running)
    {
        // Yields in any case: next must be set before it is taken away here.
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task<ILookup<string, int>> following;
        lock (gate)
        {
            next = null;
            following = Begin();
        }

        return await following;
    }
}
