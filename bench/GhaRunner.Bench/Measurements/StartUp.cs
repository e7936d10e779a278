using GhaRunner.Bench.Steps;

namespace GhaRunner.Bench.Measurements;

/// <summary>From the spawn of the program to the arrival of its first request, and what an empty .NET program takes.</summary>
/// <param name="FirstRequest">Milliseconds until the first request arrived.</param>
/// <param name="PeakMemory">Bytes.</param>
/// <param name="CpuTime">Milliseconds of the whole process.</param>
/// <param name="EmptyProgram">Milliseconds from the spawn to the end of an empty .NET program.</param>
internal sealed record StartUp(Sample FirstRequest, Sample PeakMemory, Sample CpuTime, Sample EmptyProgram)
{
    /// <summary>The argument that makes this program an empty one.</summary>
    public const string Nothing = "nothing";

    /// <summary>
    /// Measures. The token is one that GitHub refuses: all up to the first request is as in a start that succeeds, and
    /// nothing is made. Both programs take turns, so that what else the machine does meets both.
    /// </summary>
    public static async Task<StartUp> MeasureAsync(BenchOptions options)
    {
        await using var world = await World.CreateAsync(options);
        var launches = new List<(StepResult Step, TimeSpan FirstRequest)>();
        var empty = new List<StepResult>();
        for (var launch = 0; launch <= options.Launches; launch++)
        {
            world.Simulator.Requests.Clear();
            var step = await world.RunAsync("start", ("github-token", "ghp_refused"));
            if (world.Simulator.Requests.All is not [var first, ..])
                throw new BenchException($"The program made no request (exit code {step.ExitCode}). It printed:\n{step.Text}");
            var nothing = await Step.RunAsync(Environment.ProcessPath!, [Nothing], new Dictionary<string, string>());
            if (nothing.ExitCode != 0)
                throw new BenchException($"The empty program ended with exit code {nothing.ExitCode}. It printed:\n{nothing.Text}");

            // The first launch warms the simulator and the disk cache.
            if (launch == 0)
                continue;
            launches.Add((step, first.Timestamp - step.Spawned));
            empty.Add(nothing);
        }

        return new StartUp(
            new Sample(launches.Select(launch => launch.FirstRequest.TotalMilliseconds)),
            new Sample(launches.Select(launch => (double)launch.Step.PeakMemory)),
            new Sample(launches.Select(launch => launch.Step.CpuTime.TotalMilliseconds)),
            new Sample(empty.Select(step => step.WallTime.TotalMilliseconds)));
    }
}
