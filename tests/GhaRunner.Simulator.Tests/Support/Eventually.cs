using System.Diagnostics;

namespace GhaRunner.Simulator.Tests.Support;

/// <summary>Waits for conditions instead of for time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        for (var clock = Stopwatch.StartNew(); !condition(); await Task.Delay(20))
            clock.Elapsed.Should().BeLessThan(s_deadline, "{0} should come true", what);
    }

    public static Task<T> WithinDeadlineAsync<T>(this Task<T> task) => task.WaitAsync(s_deadline);
}
