using System.Globalization;
using System.Text.RegularExpressions;

namespace GhaRunner.Core.Bootstrap;

/// <summary>Reads the markers that the bootstrap prints out of a machine's console log.</summary>
public static partial class BootstrapLog
{
    private const int LineLimit = 20;

    /// <summary>
    /// Reads a console log, whole or cut at either end, with whatever a kernel, systemd, a container engine or a serial
    /// line put around the lines.
    /// </summary>
    /// <param name="consoleLog">The log; may be empty.</param>
    /// <returns>What it tells; with no phases when it holds no marker.</returns>
    public static BootstrapReport Parse(string consoleLog)
    {
        var phases = new List<BootstrapPhase>();
        var lines = new List<(string Text, bool FromUnit)>();
        var report = new BootstrapReport();
        foreach (var raw in consoleLog.Split('\n'))
        {
            var line = Clean(raw);
            var match = Marker().Match(line);
            if (!match.Success || !TryTime(match, out var at))
            {
                if (line.Length > 0 && report is { FailedPhase: null, EndReason: null })
                {
                    var unit = UnitPrefix().Match(line);
                    lines.Add((line[unit.Length..], unit.Success));
                }

                continue;
            }

            Close(phases, at);
            report = Read(report, match);
            if (match.Groups["phase"].Success)
            {
                phases.Add(new BootstrapPhase(match.Groups["phase"].Value, at, null));
            }
        }

        // On a console shared with the kernel and other services, only the unit's own lines explain its failure.
        var own = lines.Any(line => line.FromUnit) ? lines.Where(line => line.FromUnit) : lines;
        return report with { Phases = phases, LastLines = [.. own.Select(line => line.Text).TakeLast(LineLimit)] };
    }

    private static bool TryTime(Match match, out DateTimeOffset at) =>
        DateTimeOffset.TryParse(match.Groups["at"].ValueSpan, CultureInfo.InvariantCulture, out at);

    // The first failure and the first end count: what follows are consequences.
    private static BootstrapReport Read(BootstrapReport report, Match match)
    {
        if (match.Groups["failed"].Success && report.FailedPhase is null)
        {
            return report with
            {
                FailedPhase = match.Groups["failed"].Value,
                ExitCode = int.TryParse(match.Groups["exit"].ValueSpan, CultureInfo.InvariantCulture, out var exit) ? exit : null,
                FailureReason = match.Groups["why"].Value.Trim(),
            };
        }

        return match.Groups["end"].Success && report.EndReason is null ? report with { EndReason = match.Groups["end"].Value } : report;
    }

    private static void Close(List<BootstrapPhase> phases, DateTimeOffset at)
    {
        if (phases is [.., { Duration: null } open])
        {
            phases[^1] = open with { Duration = at > open.StartedAt ? at - open.StartedAt : TimeSpan.Zero };
        }
    }

    private static string Clean(string line) => Control().Replace(line, "").TrimEnd();

    [GeneratedRegex(@"\[gha-runner\] (?<at>\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ) (?:phase=(?<phase>[\w-]+)|failed phase=(?<failed>[\w-]+) exit=(?<exit>\d+) reason=(?<why>.*)|end reason=(?<end>[\w-]+))")]
    private static partial Regex Marker();

    // "[   12.345678] gha-runner[321]: " on a console, "Jan 31 12:00:00 host gha-runner[321]: " in a journal.
    [GeneratedRegex(@"^.{0,80}?\bgha-runner\[\d+\]: ")]
    private static partial Regex UnitPrefix();

    // Terminal sequences (CSI, OSC) and what is left of control characters, tabs kept.
    [GeneratedRegex(@"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\x00-\x08\x0a-\x1f\x7f]")]
    private static partial Regex Control();
}
