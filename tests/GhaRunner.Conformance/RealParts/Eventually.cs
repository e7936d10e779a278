using System.Diagnostics;

namespace GhaRunner.Conformance.RealParts;

/// <summary>Waits for conditions instead of for time.</summary>
public static class Eventually
{
    /// <summary>What has not happened by then does not happen.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until a condition holds; fails when it does not within two minutes.</summary>
    /// <param name="what">What is waited for.</param>
    /// <param name="condition">The condition.</param>
    /// <returns>A task that ends when it holds.</returns>
    public static Task TrueAsync(string what, Func<Task<bool>> condition) => TrueAsync(condition, () => Task.FromResult($"By then {what}."));

    /// <summary>Waits until a condition holds; fails when it does not within two minutes.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="complain">Makes the text of the failure, out of what can be seen by then.</param>
    /// <returns>A task that ends when it holds.</returns>
    public static async Task TrueAsync(Func<Task<bool>> condition, Func<Task<string>> complain)
    {
        for (var clock = Stopwatch.StartNew(); !await condition(); await Task.Delay(interval))
        {
            if (clock.Elapsed > Deadline)
                Xunit.Assert.Fail(await complain());
        }
    }
}
