namespace GhaRunner.Simulator.Demo;

/// <summary>A job of the demo's workflow, for the screen and the tables at the end.</summary>
internal sealed class DemoJob(string provider, string name, TimeProvider timeProvider)
{
    private long _begun;
    private TimeSpan _took;

    /// <summary>Whose it is.</summary>
    public string Provider { get; } = provider;

    /// <summary>Its key in the workflow.</summary>
    public string Name { get; } = name;

    /// <summary>How far it is.</summary>
    public JobState State { get; private set; }

    /// <summary>How long it took, or takes so far.</summary>
    public TimeSpan Elapsed => State == JobState.Running ? timeProvider.GetElapsedTime(_begun) : _took;

    /// <summary>What its step wrote for the run's page, in GitHub Markdown.</summary>
    public string Summary { get; set; } = "";

    /// <summary>Begins.</summary>
    public void Begin() => (_begun, State) = (timeProvider.GetTimestamp(), JobState.Running);

    /// <summary>Ends.</summary>
    /// <param name="state">How.</param>
    public void End(JobState state)
    {
        _took = Elapsed;
        State = state;
    }
}
