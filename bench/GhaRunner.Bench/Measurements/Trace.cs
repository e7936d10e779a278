using System.Globalization;
using GhaRunner.Bench.Steps;
using GhaRunner.Simulator;
using GhaRunner.Simulator.Hosting;

namespace GhaRunner.Bench.Measurements;

/// <summary>All that happened during one step, in order, for whoever asks where the time went.</summary>
internal static class Trace
{
    /// <summary>Writes a line an event: milliseconds since the spawn, source, and what it was.</summary>
    public static async Task WriteAsync(string file, StepResult step, SimulatorHost simulator)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var events = step.Lines.Where(line => !line.Text.StartsWith("::add-mask::", StringComparison.Ordinal)).Select(line => (line.At, Source: "program", line.Text))
            .Concat(Requests("api", simulator.Requests))
            .Concat(Requests("runner", simulator.RunnerRequests))
            .Append((At: step.Ended, Source: "program", Text: $"ended with exit code {step.ExitCode}"))
            .OrderBy(one => one.At);
        await File.WriteAllLinesAsync(file, events.Select(one => string.Create(
            CultureInfo.InvariantCulture, $"{(one.At - step.Spawned).TotalMilliseconds:0}\t{one.Source}\t{one.Text}")));
    }

    private static IEnumerable<(DateTimeOffset At, string Source, string Text)> Requests(string source, RequestLog log) =>
        log.All.Select(request => (request.Timestamp, source, $"{request.Method} {request.PathAndQuery} {request.Status} (in progress: {request.Concurrency})"));
}
