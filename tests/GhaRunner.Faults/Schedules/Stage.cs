namespace GhaRunner.Faults.Schedules;

/// <summary>What runs the program, in the order of a workflow.</summary>
public enum Stage
{
    /// <summary>The start action.</summary>
    Start,

    /// <summary>Its stage after the job's steps: net 2.</summary>
    Post,

    /// <summary>The stop action, in a job of its own: net 3.</summary>
    Stop,

    /// <summary>A pass of the reaper, when the run is over for long: net 5.</summary>
    Reap,
}
