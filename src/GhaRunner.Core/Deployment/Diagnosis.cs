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

    /// <summary>What to do about it; the phases are those of <c>docs/bootstrap.md</c>.</summary>
    public string Remedy => Phase switch
    {
        "" => "",
        "setup" => "Mend the input setup-script: its output is in the log above.",
        "dependencies" or "download" or "libraries" => "Check the machine's way to the internet: its network, its proxy, and the address in the message.",
        "verify" => "Something between the machine and GitHub changes the download: a proxy, or a mirror.",
        "preinstalled" => "Name an image that holds the runner, or leave runner-version out.",
        "register" => "The runner's own last lines are in the log above: usually the machine does not reach GitHub, or its clock is wrong.",
        _ => "The machine's last lines are in the log above; docs/bootstrap.md tells of its phases.",
    };

    /// <summary>The finding in one sentence.</summary>
    /// <returns>For example <c>gha-1-1-abc-1: bootstrap phase 'download' (cannot download …, exit code 22).</c></returns>
    public string Describe() => Phase.Length == 0
        ? $"{Machine}: its log shows no bootstrap phase."
        : $"{Machine}: bootstrap phase '{Phase}'{(Reason.Length > 0 ? $" ({Reason})" : "")}.";
}
