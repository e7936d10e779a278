using GhaRunner.Abstractions;

namespace GhaRunner.Core;

/// <summary>Asks a provider again after a passing fault. For what may be repeated: looks, and deletions.</summary>
internal static class PassingFaults
{
    private const int Attempts = 5;

    /// <summary>The pause before the same question is asked again, unless the provider says how long.</summary>
    public static TimeSpan Pause { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Asks until there is an answer, a fault that does not pass, or the fifth that does.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="ask">The question.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">Ends the question and the pauses.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ActionableException">What was thrown last.</exception>
    public static async Task<T> OutlastAsync<T>(Func<CancellationToken, Task<T>> ask, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ask(cancellationToken);
            }
            catch (ActionableException fault) when (fault.IsPassing && attempt < Attempts)
            {
                await Task.Delay(fault.RetryAfter ?? Pause, timeProvider, cancellationToken);
            }
        }
    }
}
