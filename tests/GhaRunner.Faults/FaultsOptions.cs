using GhaRunner.Faults.Running;

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

    public required int Parallel { get; init; }

    /// <summary>How each schedule is run.</summary>
    public required RunSettings Settings { get; init; }
}
