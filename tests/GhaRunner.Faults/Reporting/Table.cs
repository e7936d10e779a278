using GhaRunner.Faults.Running;
using GhaRunner.Faults.Schedules;

namespace GhaRunner.Faults.Reporting;

/// <summary>What schedules have shown, a row a provider, as a Markdown table.</summary>
internal static class Table
{
    private const string Head = """
        | provider | schedules | came online in spite of it | left after the job | left after stop | left after reap | other findings |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: |
        """;

    /// <summary>Makes the table.</summary>
    /// <param name="verdicts">How the schedules ended.</param>
    public static string Of(IReadOnlyCollection<Verdict> verdicts) => string.Join('\n', verdicts
        .GroupBy(verdict => verdict.Schedule.Provider).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Row(group.Key, [.. group]))
        .Prepend(Head));

    private static string Row(string provider, IReadOnlyCollection<Verdict> verdicts) =>
        $"| {provider} | {verdicts.Count} | {verdicts.Count(verdict => verdict.Online)} | {Left(verdicts, Stage.Post)} | {Left(verdicts, Stage.Stop)} | {Left(verdicts, Stage.Reap)} | "
        + $"{verdicts.Count(verdict => verdict.Findings.Any(finding => finding.Kind != FindingKind.Leak))} |";

    private static int Left(IEnumerable<Verdict> verdicts, Stage after) => verdicts.Count(verdict => verdict.HasLeakAfter(after));
}
