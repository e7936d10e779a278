using GhaRunner.Core.Removal;

namespace GhaRunner.Core.TearDown;

/// <summary>How a stop went, whether it succeeded or not.</summary>
public sealed record TearDownReport
{
    /// <summary>The provider's name.</summary>
    public required string Provider { get; init; }

    /// <summary>The machines that were to go.</summary>
    public IReadOnlyList<StoppedMachine> Machines { get; init; } = [];

    /// <summary>What is gone and what may be left; empty for a dry run.</summary>
    public CleanUpReport Removed { get; init; } = new();

    /// <summary>Why it failed; <see langword="null"/> after a success.</summary>
    public Exception? Failure { get; init; }
}
