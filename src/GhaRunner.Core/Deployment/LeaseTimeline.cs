namespace GhaRunner.Core.Deployment;

/// <summary>When each step of a runner's start was done, counted from the beginning of the start.</summary>
public sealed record LeaseTimeline
{
    /// <summary>The runner was registered, or its token made.</summary>
    public TimeSpan? Registered { get; init; }

    /// <summary>The provider accepted the machine.</summary>
    public TimeSpan? Created { get; init; }

    /// <summary>The provider showed the machine as running.</summary>
    public TimeSpan? Running { get; init; }

    /// <summary>GitHub showed the runner as online.</summary>
    public TimeSpan? Online { get; init; }

    /// <summary>The steps with their names, in order, as far as they are done.</summary>
    /// <returns>Pairs of a step's name and when it was done.</returns>
    public IEnumerable<(string Name, TimeSpan Done)> Steps()
    {
        (string Name, TimeSpan? Done)[] all = [("registered", Registered), ("created", Created), ("running", Running), ("online", Online)];
        foreach (var (name, done) in all)
        {
            if (done is { } time)
                yield return (name, time);
        }
    }
}
