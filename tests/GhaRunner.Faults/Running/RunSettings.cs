using GhaRunner.Faults.Schedules;

namespace GhaRunner.Faults.Running;

/// <summary>How schedules are run.</summary>
internal sealed record RunSettings
{
    /// <summary>The built program.</summary>
    public required string Program { get; init; }

    /// <summary>The nets that are switched off.</summary>
    public IReadOnlyCollection<Stage> Without { get; init; } = [];

    /// <summary>Whether stages are left out that have nothing to take: after a start that came online, and a reaper's pass over nothing.</summary>
    public bool SkipIdle { get; init; }

    /// <summary>A stage that is not over by then hangs; far more than any takes on a machine that is busy with all the others.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(5);
}
