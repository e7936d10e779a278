using GhaRunner.Abstractions;

namespace GhaRunner.Actions;

/// <summary>What the exit code says about a failure.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Unexpected = 1;
    public const int Inputs = 2;
    public const int Cancelled = 130;

    /// <summary>Maps a failure.</summary>
    /// <param name="failure">What failed, or <see langword="null"/> for success.</param>
    /// <returns>The exit code.</returns>
    public static int Of(Exception? failure) => failure switch
    {
        null => Success,
        OperationCanceledException => Cancelled,
        ActionableException error => error.Category switch
        {
            ErrorCategory.InvalidInput or ErrorCategory.NotFound => Inputs,
            ErrorCategory.Unauthorized => 3,
            ErrorCategory.NoCapacity or ErrorCategory.Quota => 4,
            ErrorCategory.TimedOut => 5,
            ErrorCategory.CleanUpIncomplete => 6,
            _ => Unexpected,
        },
        _ => Unexpected,
    };
}
