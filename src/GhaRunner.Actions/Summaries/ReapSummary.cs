using System.Globalization;
using GhaRunner.Abstractions;
using GhaRunner.Core.Reaping;

namespace GhaRunner.Actions.Summaries;

/// <summary>What a pass of the reaper leaves on the run's page: every machine of ours with its age, its cost and what was decided.</summary>
internal static class ReapSummary
{
    /// <summary>Renders a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="dryRun">Whether nothing was taken away.</param>
    /// <returns>GitHub Markdown.</returns>
    public static string Render(ReapReport report, bool dryRun)
    {
        var page = new Markdown();
        page.Heading(report switch
        {
            { Failure: OperationCanceledException } => $"Reap on {report.Provider} cancelled. {report.Removed.Describe()}",
            { Failure: not null } => $"Reap on {report.Provider} failed. {report.Removed.Describe()}",
            _ when dryRun => $"Dry run: {Count(report)} would be taken away on {report.Provider}",
            _ => $"Reaped on {report.Provider}. {report.Removed.Describe()}",
        });
        if (report.Failure is { } failure and not OperationCanceledException)
            page.Paragraph(ActionableException.TextOf(failure));
        if (report.Machines.Count > 0)
        {
            page.Table(["machine", "repository", "run", "state", "age", "cost so far (USD)", "decision"], report.Machines.Select(machine => new[]
            {
                machine.Machine.Id, machine.Machine.Ownership.Repository, RunOf(machine), StateOf(machine), Age(machine.Age), Markdown.Dollars(machine.Cost),
                Outcome(machine, report, dryRun),
            }));
        }

        if (report.Registrations.Count > 0)
        {
            page.Paragraph("Registrations without a machine:").Table(
                ["runner", "scope", "decision"], report.Registrations.Select(one => new[] { one.Name, one.Scope, Outcome(one, report, dryRun) }));
        }

        return page.ToString();
    }

    /// <summary>The same for the log, a line each.</summary>
    /// <param name="report">The report.</param>
    /// <param name="dryRun">Whether nothing was taken away.</param>
    /// <returns>Plain text.</returns>
    public static IEnumerable<string> Lines(ReapReport report, bool dryRun) =>
    [
        .. report.Machines.Select(machine =>
            $"{machine.Machine.Id} ({machine.Machine.Ownership.Repository}, run {RunOf(machine)}, {Age(machine.Age)} old): {Outcome(machine, report, dryRun)}"),
        .. report.Registrations.Select(one => $"registration {one.Name} ({one.Scope}): {Outcome(one, report, dryRun)}"),
    ];

    private static string Outcome(ReapedMachine machine, ReapReport report, bool dryRun) => Outcome(
        machine.IsToGo, dryRun, report.Removed.GoneMachines.Contains(machine.Machine.Id), report.Removed.RemainingMachines.GetValueOrDefault(machine.Machine.Id), machine.Reason);

    private static string Outcome(ReapedRegistration one, ReapReport report, bool dryRun) =>
        Outcome(one.IsToGo, dryRun, report.Removed.RemovedRunners.Contains(one.Name), report.Removed.RemainingRunners.GetValueOrDefault(one.Name), one.Reason);

    private static string Outcome(bool isToGo, bool dryRun, bool isGone, string? problem, string reason) =>
        !isToGo ? $"kept: {reason}"
        : dryRun ? $"would be taken away: {reason}"
        : isGone ? $"taken away: {reason}"
        : $"not taken away: {problem ?? "not tried"} ({reason})";

    private static string RunOf(ReapedMachine machine) => machine.Machine.Ownership is { RunId: not 0 } owned
        ? string.Create(CultureInfo.InvariantCulture, $"{owned.RunId} attempt {owned.RunAttempt}") : "none";

    private static string StateOf(ReapedMachine machine) => machine.Machine.State.ToString().ToLowerInvariant();

    /// <summary>An age with its two largest units; a dash when unknown.</summary>
    private static string Age(TimeSpan? age) => age switch
    {
        null => "–",
        { TotalDays: >= 1 } days => string.Create(CultureInfo.InvariantCulture, $"{(int)days.TotalDays} d {days.Hours} h"),
        { TotalHours: >= 1 } hours => string.Create(CultureInfo.InvariantCulture, $"{hours.Hours} h {hours.Minutes} min"),
        { } minutes => string.Create(CultureInfo.InvariantCulture, $"{minutes.Minutes} min {minutes.Seconds} s"),
    };

    private static string Count(ReapReport report)
    {
        var count = report.Machines.Count(machine => machine.IsToGo);
        return count == 1 ? "1 machine" : $"{count} machines";
    }
}
