using System.Globalization;
using GhaRunner.Core.Bootstrap;

namespace GhaRunner.Core.Deployment;

/// <summary>What a machine's own log tells of a start that failed.</summary>
/// <param name="Machine">The machine's name.</param>
/// <param name="Phase">The bootstrap phase that failed or was under way; empty when the log shows none.</param>
/// <param name="Reason">Why it ended, in the bootstrap's words; empty when the log does not tell.</param>
/// <param name="LastLines">The last lines before that; foreign text.</param>
public sealed record Diagnosis(string Machine, string Phase, string Reason, IReadOnlyList<string> LastLines)
{
    /// <summary>Reads a console log.</summary>
    /// <param name="machine">The machine's name.</param>
    /// <param name="consoleLog">Its log; may be empty.</param>
    /// <returns>What it tells.</returns>
    public static Diagnosis Of(string machine, string consoleLog)
    {
        var log = BootstrapLog.Parse(consoleLog);
        var reason = log.ExitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $"{log.FailureReason}, exit code {code}")
            : log.EndReason is { } end ? $"ended: {end}" : "";
        return new Diagnosis(machine, log.FailedPhase ?? (log.Phases.Count > 0 ? log.Phases[^1].Name : ""), reason, log.LastLines);
    }

    /// <summary>The finding in one sentence.</summary>
    /// <returns>For example <c>gha-1-1-abc-1: bootstrap phase 'download' (cannot download …, exit code 22).</c></returns>
    public string Describe() => Phase.Length == 0
        ? $"{Machine}: its log shows no bootstrap phase."
        : $"{Machine}: bootstrap phase '{Phase}'{(Reason.Length > 0 ? $" ({Reason})" : "")}.";
}
