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
            _ when dryRun => $"Dry run: {Count(report)} would be stopped on {report.Provider}",
            { Machines.Count: 0 } => $"Nothing to stop on {report.Provider}",
            _ => $"Stopped on {report.Provider}. {report.Removed.Describe()}",
        });
        if (report.Failure is { } failure and not OperationCanceledException)
            page.Paragraph(ActionableException.TextOf(failure));
        if (report.Machines.Count > 0)
            page.Table(["machine", "label", "state", "lived (s)", "cost (USD)"], report.Machines.Select(Row));
        return page.ToString();

        string[] Row(StoppedMachine machine) =>
        [
            machine.Id, machine.Label, StateOf(machine, report, dryRun),
            Markdown.Seconds(machine.Lived), Markdown.Dollars(machine.Cost),
        ];
    }

    /// <summary>What has become of a machine, in a few words.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="report">The report that it is in.</param>
    /// <param name="dryRun">Whether nothing was stopped.</param>
    /// <returns>Part of a sentence.</returns>
    public static string StateOf(StoppedMachine machine, TearDownReport report, bool dryRun) => machine.Finding switch
    {
        Finding.GoneBefore => "was gone already",
        Finding.NotFound => "not found",
        _ when dryRun => "would be stopped",
        _ when report.Removed.GoneMachines.Contains(machine.Id) => "gone",
        _ => report.Removed.RemainingMachines.GetValueOrDefault(machine.Id, machine.Finding == Finding.Unknown ? "could not be asked for" : "not stopped"),
    };

    private static string Count(TearDownReport report)
    {
        var count = report.Machines.Count(machine => machine.Finding == Finding.There);
        return count == 1 ? "1 machine" : $"{count} machines";
    }
}
