namespace GhaRunner.Bench.Steps;

/// <summary>A line that a step printed, and when it arrived here.</summary>
internal sealed record PrintedLine(DateTimeOffset At, string Text);

/// <summary>A step that is over.</summary>
internal sealed record StepResult
{
    /// <summary>Just before the process was spawned.</summary>
    public required DateTimeOffset Spawned { get; init; }

    /// <summary>When it had ended.</summary>
    public required DateTimeOffset Ended { get; init; }

    public required int ExitCode { get; init; }

    public required TimeSpan CpuTime { get; init; }

    /// <summary>The most resident memory, in bytes; looked at every few milliseconds, so the last ones are not seen.</summary>
    public required long PeakMemory { get; init; }

    public required IReadOnlyList<PrintedLine> Lines { get; init; }

    /// <summary>The text of the file of outputs.</summary>
    public required string Outputs { get; init; }

    public TimeSpan WallTime => Ended - Spawned;

    /// <summary>All that was printed.</summary>
    public string Text => string.Join('\n', Lines.Select(line => line.Text));

    /// <summary>The last value of an output; empty when it was not set. Values are heredocs of one line.</summary>
    public string Output(string name)
    {
        var lines = Outputs.Split('\n');
        var last = Array.FindLastIndex(lines, line => line.StartsWith(name + "<<", StringComparison.Ordinal));
        return last < 0 ? "" : lines[last + 1];
    }
}
