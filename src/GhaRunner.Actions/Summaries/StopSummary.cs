using GhaRunner.Abstractions;
using GhaRunner.Core.TearDown;

namespace GhaRunner.Actions.Summaries;

/// <summary>What a stop leaves on the run's page: which machines are gone, how long each lived and what it cost.</summary>
internal static class StopSummary
{
    /// <summary>Renders a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="dryRun">Whether nothing was stopped.</param>
    /// <returns>GitHub Markdown.</returns>
    public static string Render(TearDownReport report, bool dryRun)
    {
        var page = new Markdown();
        page.Heading(report switch
        {
            { Failure: OperationCanceledException } => $"Stop on {report.Provider} cancelled. {report.Removed.Describe()}",
            { Failure: not null } => $"Stop on {report.Provider} failed. {report.Removed.Describe()}",
            { Machines.Count: 0 } => $"Nothing to stop on {report.Provider}",
            _ when dryRun => $"Dry run: {report.Machines.Count} {(report.Machines.Count == 1 ? "machine" : "machines")} would be stopped on {report.Provider}",
            _ => $"Stopped on {report.Provider}. {report.Removed.Describe()}",
        });
        if (report.Failure is { } failure and not OperationCanceledException)
            page.Paragraph(ActionableException.TextOf(failure));
        if (report.Machines.Count > 0)
            page.Table(["machine", "label", "state", "lived (s)", "cost (USD)"], report.Machines.Select(Row));
        return page.ToString();

        string[] Row(StoppedMachine machine) =>
        [
            machine.Id, machine.Label,
            !machine.IsOurs ? "was gone already" : report.Removed.GoneMachines.Contains(machine.Id) ? "gone" : report.Removed.RemainingMachines.GetValueOrDefault(machine.Id, "not stopped"),
            Markdown.Seconds(machine.Lived), Markdown.Dollars(machine.Cost),
        ];
    }
}
