using GhaRunner.Core.Removal;

namespace GhaRunner.Core.Reaping;

/// <summary>How a pass of the reaper went, whether it succeeded or not.</summary>
public sealed record ReapReport
{
    /// <summary>The provider's name.</summary>
    public required string Provider { get; init; }

    /// <summary>Every machine of ours that was seen and is not gone, with the decision.</summary>
    public IReadOnlyList<ReapedMachine> Machines { get; init; } = [];

    /// <summary>The registrations without a machine that were to go, or of which GitHub has not told enough.</summary>
    public IReadOnlyList<ReapedRegistration> Registrations { get; init; } = [];

    /// <summary>What is gone and what may be left; empty for a dry run.</summary>
    public CleanUpReport Removed { get; init; } = new();

    /// <summary>Why it failed; <see langword="null"/> after a success.</summary>
    public Exception? Failure { get; init; }
}
