using System.Diagnostics;

namespace GhaRunner.Conformance.RealParts;

/// <summary>Waits for conditions instead of for time.</summary>
public static class Eventually
{
    private static readonly TimeSpan deadline = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until a condition holds; fails when it does not within two minutes.</summary>
    /// <param name="what">What is waited for.</param>
    /// <param name="condition">The condition.</param>
    /// <returns>A task that ends when it holds.</returns>
    public static async Task TrueAsync(string what, Func<Task<bool>> condition)
    {
        for (var clock = Stopwatch.StartNew(); !await condition(); await Task.Delay(interval))
            clock.Elapsed.Should().BeLessThan(deadline, "by then {0}", what);
    }
}
