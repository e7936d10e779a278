namespace GhaRunner.Core.Bootstrap;

/// <summary>What a machine's console log tells about its bootstrap.</summary>
public sealed record BootstrapReport
{
    /// <summary>The phases in the order they began; empty when the bootstrap never ran or its lines are gone.</summary>
    public IReadOnlyList<BootstrapPhase> Phases { get; init; } = [];

    /// <summary>The phase that failed, or <see langword="null"/> when none did.</summary>
    public string? FailedPhase { get; init; }

    /// <summary>The exit code of what failed, or <see langword="null"/> when nothing did.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why it failed, in words; empty when nothing did.</summary>
    public string FailureReason { get; init; } = "";

    /// <summary>
    /// Why the machine ended itself: <c>runner-exited</c>, <c>idle</c>, <c>registration</c>, <c>ttl</c>, <c>failed</c> or
    /// <c>signal</c>; <see langword="null"/> while it has not.
    /// </summary>
    public string? EndReason { get; init; }

    /// <summary>
    /// The last lines before the failure, else before the end, else of the log: without our own markers, without the
    /// console's prefixes and control characters. Foreign text: to be printed as data.
    /// </summary>
    /// <value>At most 20 lines.</value>
    public IReadOnlyList<string> LastLines { get; init; } = [];
}
