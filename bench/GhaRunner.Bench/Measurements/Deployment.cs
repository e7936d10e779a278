using System.Globalization;
using GhaRunner.Bench.Steps;

namespace GhaRunner.Bench.Measurements;

/// <summary>A start of some runners, and the stop of the same.</summary>
internal sealed record Deployment
{
    public required int Count { get; init; }

    public required StepResult Start { get; init; }

    public required StartTimeline Timeline { get; init; }

    public required Traffic StartTraffic { get; init; }

    public required StepResult Stop { get; init; }

    public required Traffic StopTraffic { get; init; }

    /// <summary>Seconds from the stop's spawn to the arrival of the last removal of a registration.</summary>
    public required double LastRemoval { get; init; }

    /// <summary>Measures every number of runners as often as asked, each in a world of its own.</summary>
    public static async Task<IReadOnlyList<Deployment>> MeasureAsync(BenchOptions options)
    {
        var all = new List<Deployment>();
        foreach (var count in options.Counts)
        {
            for (var repetition = 0; repetition < options.Repeat; repetition++)
                all.Add(await MeasureAsync(options, count, repetition));
        }

        return all;
    }

    private static async Task<Deployment> MeasureAsync(BenchOptions options, int count, int repetition)
    {
        await using var world = await World.CreateAsync(options);
        await world.RunAsync("start", ("github-token", "ghp_refused")); // warms the simulator
        Clear();
        var start = await RunAsync("start", ("count", count.ToString(CultureInfo.InvariantCulture)));
        var (startTraffic, timeline) = (Traffic.Of(world.Simulator.Requests), StartTimeline.Of(start, world.Simulator, count));
        Clear();
        var stop = await RunAsync("stop", ("mapping", start.Output("mapping")));
        if (world.Simulator.GitHub.Runners is { Count: > 0 } left)
            throw new BenchException($"The stop left {left.Count} registrations. It printed:\n{stop.Text}");
        return new Deployment
        {
            Count = count,
            Start = start,
            Timeline = timeline,
            StartTraffic = startTraffic,
            Stop = stop,
            StopTraffic = Traffic.Of(world.Simulator.Requests),
            LastRemoval = world.Simulator.Requests.All.Where(Traffic.IsRemoval).Select(request => (request.Timestamp - stop.Spawned).TotalSeconds).DefaultIfEmpty().Max(),
        };

        async Task<StepResult> RunAsync(string verb, (string, string) input)
        {
            var step = await world.RunAsync(verb, input);
            if (options.Trace is { } directory)
                await Trace.WriteAsync(Path.Combine(directory, $"{verb}-{count}-{repetition + 1}.tsv"), step, world.Simulator);
            if (step.ExitCode != 0)
                throw new BenchException($"The program ended with exit code {step.ExitCode}. It printed:\n{step.Text}");
            return step;
        }

        void Clear()
        {
            world.Simulator.Requests.Clear();
            world.Simulator.RunnerRequests.Clear();
        }
    }
}
