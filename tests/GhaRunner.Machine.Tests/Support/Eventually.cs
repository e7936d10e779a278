using System.Diagnostics;

namespace GhaRunner.Machine.Tests.Support;

/// <summary>Waits for conditions instead of for time.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    public static async Task TrueAsync(Func<Task<bool>> condition, Func<Task<string>> what)
    {
        for (var clock = Stopwatch.StartNew(); !await condition(); await Task.Delay(100))
        {
            if (clock.Elapsed > Deadline)
                Assert.Fail(await what());
        }
    }
}
