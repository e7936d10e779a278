using GhaRunner.Faults.Schedules;

namespace GhaRunner.Faults;

/// <summary>What to run.</summary>
internal sealed record FaultsOptions
{
    public required IReadOnlyList<string> Providers { get; init; }

    public required int Schedules { get; init; }

    public required int Seed { get; init; }

    public required bool Singles { get; init; }

    /// <summary>The line of one schedule; empty to run sets of them.</summary>
    public required string Replay { get; init; }

    public required IReadOnlyList<Stage> Without { get; init; }

    public required bool SkipIdle { get; init; }

    public required int Parallel { get; init; }

    public required string Program { get; init; }
}
