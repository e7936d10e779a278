using GhaRunner.Faults.Schedules;

namespace GhaRunner.Faults.Running;

/// <summary>How a schedule ended.</summary>
internal sealed record Verdict
{
    public required Schedule Schedule { get; init; }

    /// <summary>What is wrong; empty when all is well.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>How many requests each stage made.</summary>
    public required IReadOnlyDictionary<Stage, int> Requests { get; init; }

    /// <summary>How many of the schedule's faults were reached.</summary>
    public int Struck { get; init; }

    /// <summary>Whether the runners came online in spite of all.</summary>
    public bool Online { get; init; }

    /// <summary>What the stages printed.</summary>
    public IReadOnlyList<string> Logs { get; init; } = [];

    public bool HasLeakAfter(Stage stage) => Findings.Any(finding => finding.Kind == FindingKind.Leak && finding.After == stage);
}
