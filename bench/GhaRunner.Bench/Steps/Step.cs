using System.Diagnostics;
using System.Globalization;

namespace GhaRunner.Bench.Steps;

/// <summary>Runs a program as a step of a workflow: a process with step files, and an environment of nothing else.</summary>
internal static class Step
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    /// <summary>Variables of ours that a step gets: what finds programs and the runtime, and what tunes the runtime.</summary>
    private static readonly string[] Inherited = ["PATH", "HOME", "TMPDIR", "DOTNET_"];

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">The step's variables.</param>
    public static async Task<StepResult> RunAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var files = Directory.CreateTempSubdirectory("gha-bench-step-");
        try
        {
            var start = Describe(program, arguments, environment, files.FullName);
            var lines = new List<PrintedLine>();
            var cpuBefore = ResourceUse.OfEndedChildren();
            var spawned = DateTimeOffset.UtcNow;
            using var process = Process.Start(start)!;
            var reading = Task.WhenAll(ReadAsync(process.StandardOutput, lines), ReadAsync(process.StandardError, lines));
            var memory = WatchMemoryAsync(process);
            await process.WaitForExitAsync();
            var ended = DateTimeOffset.UtcNow;
            await reading;
            return new StepResult
            {
                Spawned = spawned,
                Ended = ended,
                ExitCode = process.ExitCode,
                CpuTime = ResourceUse.OfEndedChildren() - cpuBefore,
                PeakMemory = await memory,
                Lines = lines,
                Outputs = await File.ReadAllTextAsync(start.Environment["GITHUB_OUTPUT"]!),
            };
        }
        finally
        {
            files.Delete(recursive: true);
        }
    }

    private static ProcessStartInfo Describe(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string files)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => !Inherited.Any(kept => name.StartsWith(kept, StringComparison.Ordinal))).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        foreach (var name in (string[])["GITHUB_OUTPUT", "GITHUB_STATE", "GITHUB_STEP_SUMMARY"])
        {
            var path = Path.Combine(files, name.ToLower(CultureInfo.InvariantCulture));
            File.WriteAllText(path, "");
            start.Environment[name] = path;
        }

        return start;
    }

    private static async Task ReadAsync(StreamReader reader, List<PrintedLine> lines)
    {
        while (await reader.ReadLineAsync() is { } text)
        {
            var line = new PrintedLine(DateTimeOffset.UtcNow, text);
            lock (lines)
                lines.Add(line);
        }
    }

    private static async Task<long> WatchMemoryAsync(Process process)
    {
        var peak = 0L;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, ResourceUse.PeakMemory(process.Id));
            await Task.Delay(Look);
        }

        return peak;
    }
}
