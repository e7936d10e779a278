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
    private long begun;

    /// <summary>Takes the latest look, or a new one when that is too old.</summary>
    /// <returns>The processes by marker.</returns>
    public Task<ILookup<string, int>> TakeAsync()
    {
        lock (gate)
        {
            if (latest is null || (latest.IsCompleted && timeProvider.GetElapsedTime(begun) >= age))
            {
                begun = timeProvider.GetTimestamp();
                latest = Task.Run(scan);
            }

            return latest;
        }
    }
}
