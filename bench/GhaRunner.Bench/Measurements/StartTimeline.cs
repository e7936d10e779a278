using GhaRunner.Bench.Steps;
using GhaRunner.Simulator;

namespace GhaRunner.Bench.Measurements;

/// <summary>When a start reached what, in seconds since its process was spawned.</summary>
internal sealed record StartTimeline
{
    public required double FirstRequest { get; init; }

    /// <summary>The arrival of the last registration's request.</summary>
    public required double LastRegistration { get; init; }

    /// <summary>When the program said that the first machine was created.</summary>
    public required double FirstCreated { get; init; }

    public required double LastCreated { get; init; }

    /// <summary>When the last runner connected to GitHub: from then on all are online, whether the program knows or not.</summary>
    public required double LastConnected { get; init; }

    public required double Ended { get; init; }

    /// <summary>The mean time from a machine's creation to its runner's connection.</summary>
    public required double MeanBoot { get; init; }

    /// <summary>From the last runner's connection to the end: what polling and ending add.</summary>
    public double Notice => Ended - LastConnected;

    /// <summary>The time in which no machine was booting: before the first one was created, and after the last was online.</summary>
    public double OwnTime => Ended - (LastConnected - FirstCreated);

    public static StartTimeline Of(StepResult step, SimulatorHost simulator, int count)
    {
        var requests = simulator.Requests.All;
        var created = step.Lines.Where(line => line.Text.Contains(": machine ", StringComparison.Ordinal) && line.Text.Contains(" created (", StringComparison.Ordinal))
            .Select(line => Seconds(line.At)).ToList();
        var connected = simulator.RunnerRequests.Of("POST", "/sessions").Where(request => request.Status == 201).Select(request => Seconds(request.Timestamp)).ToList();
        if (created.Count != count || connected.Count != count)
            throw new BenchException($"Of {count} machines the program said that {created.Count} were created, and {connected.Count} runners connected. It printed:\n{step.Text}");
        return new StartTimeline
        {
            FirstRequest = Seconds(requests.Min(request => request.Timestamp)),
            LastRegistration = Seconds(requests.Where(Traffic.IsRegistration).Max(request => request.Timestamp)),
            FirstCreated = created.Min(),
            LastCreated = created.Max(),
            LastConnected = connected.Max(),
            Ended = Seconds(step.Ended),
            MeanBoot = connected.Average() - created.Average(),
        };

        double Seconds(DateTimeOffset moment) => (moment - step.Spawned).TotalSeconds;
    }
}
