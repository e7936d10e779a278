using System.Globalization;
using GhaRunner.Abstractions;
using GhaRunner.Core.Deployment;

namespace GhaRunner.Actions.Summaries;

/// <summary>What a start leaves on the run's page: a table, a timeline, and after a failure the reason and the logs.</summary>
internal static class StartSummary
{
    private const int TimelineRows = 20;

    /// <summary>Renders a report.</summary>
    /// <param name="report">The report.</param>
    /// <returns>GitHub Markdown.</returns>
    public static string Render(DeploymentReport report)
    {
        var page = new Markdown();
        if (report.Candidates.Count > 0)
            return page.Heading($"Dry run: {report.Provider}").Table(["#", "candidate", "USD/hour"], CandidateRows(report)).ToString();

        page.Heading(Title(report));
        if (report.Failure is { } failure and not OperationCanceledException)
            page.Paragraph(ActionableException.TextOf(failure));
        if (report.Leases.Count > 0)
        {
            page.Table(["machine", "label", "candidate", "registered (s)", "created (s)", "running (s)", "online (s)", "USD/hour"], report.Leases.Select(Row));
            if (report.Leases.Any(lease => lease.Timeline.Created is not null))
                page.Fence("mermaid", Timeline(report.Leases));
        }

        var refused = report.Attempts.Where(attempt => attempt.Outcome != "created").ToList();
        if (refused.Count > 0)
        {
            page.Paragraph("Attempts that gave no runner:").Table(
                ["candidate", "outcome", "attempts", "seconds each"], refused.GroupBy(attempt => (attempt.Candidate.ToString(), attempt.Outcome)).Select(AttemptRow));
        }

        foreach (var alike in report.LastLines)
            page.Folded($"{alike.First().Describe()} Last lines of {(alike.Count() > 1 ? $"{alike.Count()} logs" : "its log")}:", alike.Key);
        return page.ToString();
    }

    private static string Title(DeploymentReport report) => report.Failure switch
    {
        null => $"{report.Leases.Count} {(report.Leases.Count == 1 ? "runner" : "runners")} online on {report.Provider} after {Markdown.Seconds(report.Elapsed)} s",
        OperationCanceledException => $"Start on {report.Provider} cancelled. {report.RolledBack?.Describe()}".TrimEnd(),
        _ => $"Start on {report.Provider} failed. {report.RolledBack?.Describe()}".TrimEnd(),
    };

    private static string[] Row(Lease lease) =>
    [
        lease.MachineId ?? "–", lease.Label, lease.Candidate?.ToString() ?? "–",
        Markdown.Seconds(lease.Timeline.Registered), Markdown.Seconds(lease.Timeline.Created),
        Markdown.Seconds(lease.Timeline.Running), Markdown.Seconds(lease.Timeline.Online), Markdown.Dollars(lease.HourlyPrice),
    ];

    private static string[] AttemptRow(IGrouping<(string Candidate, string Outcome), CreateAttempt> attempts) =>
    [
        attempts.Key.Candidate, attempts.Key.Outcome, attempts.Count().ToString(CultureInfo.InvariantCulture),
        Markdown.Seconds(TimeSpan.FromTicks((long)attempts.Average(attempt => attempt.Duration.Ticks))),
    ];

    private static IEnumerable<string[]> CandidateRows(DeploymentReport report) => report.Candidates.Select((candidate, index) =>
        new[] { (index + 1).ToString(CultureInfo.InvariantCulture), candidate.Candidate.ToString(), Markdown.Dollars(candidate.HourlyPrice) });

    /// <summary>A Gantt chart in milliseconds since the beginning; one section a machine, one bar a step.</summary>
    private static string Timeline(IReadOnlyList<Lease> leases)
    {
        var lines = new List<string> { "gantt", "    dateFormat x", "    axisFormat %M:%S", "    title From the first request to online" };
        foreach (var lease in leases.Take(TimelineRows))
        {
            lines.Add($"    section {lease.Label}");
            var begin = TimeSpan.Zero;
            foreach (var (name, done) in lease.Timeline.Steps())
            {
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"    {name} :{begin.TotalMilliseconds:0}, {Math.Max(done.TotalMilliseconds, begin.TotalMilliseconds + 1):0}"));
                begin = done;
            }
        }

        if (leases.Count > TimelineRows)
            lines.Add($"    section {leases.Count - TimelineRows} more not drawn");
        return string.Join('\n', lines);
    }
}
