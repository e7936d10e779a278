using Spectre.Console;
using Spectre.Console.Rendering;

namespace GhaRunner.Simulator.Demo;

/// <summary>What people see. On a terminal a board of the jobs stays below their log; elsewhere there are plain lines.</summary>
internal sealed class DemoScreen(IAnsiConsole console, bool isRich)
{
    private static readonly TimeSpan s_redraw = TimeSpan.FromMilliseconds(100);
    private readonly Lock _gate = new();

    /// <summary>Writes a line.</summary>
    /// <param name="style">Colour and weight, where there are such.</param>
    /// <param name="text">The text.</param>
    public void Say(string style, string text) => Write(new Paragraph($"{text}\n", Style.Parse(style)));

    /// <summary>Writes a heading.</summary>
    /// <param name="text">The text.</param>
    public void Head(string text)
    {
        Say("default", "");
        if (isRich)
            Write(new Rule($"[bold]{Markup.Escape(text)}[/]").LeftJustified());
        else
            Say("default", $"== {text}");
    }

    /// <summary>Writes a table without a header; its first column says what the others are.</summary>
    /// <param name="rows">Its rows, all of the same length.</param>
    public void Show(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var grid = new Grid();
        foreach (var _ in rows[0])
            grid.AddColumn(new GridColumn().PadLeft(2).PadRight(0));
        foreach (var row in rows)
            grid.AddRow([.. row.Select((cell, column) => new Text(cell, Style.Parse(column == 0 ? "grey" : "default")))]);
        Write(grid);
    }

    /// <summary>Says that a job begins.</summary>
    /// <param name="job">The job.</param>
    /// <param name="what">What it does.</param>
    public void Begin(DemoJob job, string what)
    {
        job.Begin();
        Head($"{job.Provider}: job {job.Name}");
        Say("grey", what);
    }

    /// <summary>Shows a line of a job's log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="line">The line as printed.</param>
    public void Log(WorkflowLog log, string line)
    {
        lock (_gate)
        {
            foreach (var shown in log.Read(line))
            {
                var (style, prefix) = shown.Kind switch
                {
                    LogLineKind.Group => ("bold", isRich ? "▸ " : "> "),
                    LogLineKind.Notice => ("blue", "Notice: "),
                    LogLineKind.Warning => ("yellow", "Warning: "),
                    LogLineKind.Error => ("red", "Error: "),
                    _ => ("default", ""),
                };
                Write(new Paragraph($"{log.Title} {(isRich ? '│' : '|')} ", Style.Parse("grey")).Append($"{prefix}{shown.Text}\n", Style.Parse(style)));
            }
        }
    }

    /// <summary>Says that a job has ended.</summary>
    /// <param name="job">The job.</param>
    /// <param name="state">How.</param>
    public void End(DemoJob job, JobState state)
    {
        job.End(state);
        if (state != JobState.Skipped)
            Say(state == JobState.Succeeded ? "green" : "red", $"{JobBoard.Symbol(job)} {job.Name} {(state == JobState.Succeeded ? "succeeded" : "failed")} after {JobBoard.Seconds(job)}");
    }

    /// <summary>Does some work, and shows how far the jobs are meanwhile.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="work">The work.</param>
    public async Task WatchAsync(IReadOnlyList<DemoJob> jobs, Func<Task> work)
    {
        if (!isRich)
        {
            await work();
            return;
        }

        await console.Live(JobBoard.Draw(jobs)).StartAsync(async live =>
        {
            for (var ended = work(); ; await Task.WhenAny(ended, Task.Delay(s_redraw, TimeProvider.System, CancellationToken.None)))
            {
                lock (_gate)
                    live.UpdateTarget(JobBoard.Draw(jobs));
                if (ended.IsCompleted)
                {
                    await ended;
                    return;
                }
            }
        });
    }

    /// <summary>Writes whole lines: the board follows at once.</summary>
    private void Write(IRenderable lines)
    {
        lock (_gate)
            console.Write(isRich ? new AboveBoard(lines) : lines);
    }

    /// <summary>Lines that take the place of the board, which is drawn again below them: Spectre writes over it without erasing it.</summary>
    private sealed class AboveBoard(IRenderable lines) : IRenderable
    {
        private const string EraseToEndOfScreen = "\e[J";

        public Measurement Measure(RenderOptions options, int maxWidth) => lines.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => lines.Render(options, maxWidth).Prepend(Segment.Control(EraseToEndOfScreen));
    }
}
