using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GhaRunner.Simulator.Demo;

/// <summary>The jobs at a glance: a row a provider.</summary>
internal static class JobBoard
{
    private static readonly IReadOnlyList<string> s_frames = Spinner.Known.Dots.Frames;

    /// <summary>Draws the jobs as they are now.</summary>
    public static IRenderable Draw(IReadOnlyList<DemoJob> jobs)
    {
        var providers = jobs.GroupBy(job => job.Provider).ToList();
        var grid = new Grid();
        foreach (var _ in providers[0].Prepend(null))
            grid.AddColumn(new GridColumn().NoWrap().PadRight(3));
        foreach (var provider in providers)
            grid.AddRow([new Text(provider.Key, Style.Parse("bold")), .. provider.Select(Cell)]);
        return new Panel(grid).RoundedBorder().BorderColor(Color.Grey);
    }

    /// <summary>A job's state in one character.</summary>
    public static string Symbol(DemoJob job) => job.State switch
    {
        JobState.Running => s_frames[(int)(job.Elapsed.TotalMilliseconds / Spinner.Known.Dots.Interval.TotalMilliseconds) % s_frames.Count],
        JobState.Succeeded => "✓",
        JobState.Failed => "✗",
        JobState.Skipped => "-",
        _ => "·",
    };

    /// <summary>How long a job took; empty when it has not run.</summary>
    public static string Seconds(DemoJob job) => job.Elapsed > TimeSpan.Zero ? job.Elapsed.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture) : "";

    private static Text Cell(DemoJob job)
    {
        var style = job.State switch { JobState.Running => "blue", JobState.Succeeded => "green", JobState.Failed => "red", _ => "grey" };
        return new Text($"{Symbol(job)} {job.Name} {Seconds(job)}", Style.Parse(style));
    }
}
