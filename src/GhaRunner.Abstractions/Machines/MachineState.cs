namespace GhaRunner.Abstractions;

/// <summary>Where a machine is in its life.</summary>
public enum MachineState
{
    /// <summary>Accepted by the provider, not running yet.</summary>
    Pending,

    /// <summary>Running, as far as the provider can see.</summary>
    Running,

    /// <summary>
    /// No longer running, but still there: it may still cost money and must be deleted. Where the end of a machine's program
    /// takes the machine away (EC2's shutdown behaviour <c>terminate</c>), it is <see cref="Deleting"/> and then
    /// <see cref="Deleted"/> instead.
    /// </summary>
    Ended,

    /// <summary>Being taken away; it does not come back.</summary>
    Deleting,

    /// <summary>Gone; the provider still tells of it for a while. The same as absent.</summary>
    Deleted,
}
