using GhaRunner.Abstractions;

namespace GhaRunner.Core.Deployment;

/// <summary>
/// One runner that a start is bringing up: the machine and the registration that belong together, and how far they are.
/// </summary>
/// <param name="ownership">Whose it is.</param>
public sealed class Lease(Ownership ownership)
{
    /// <summary>Whose it is.</summary>
    public Ownership Ownership { get; } = ownership;

    /// <summary>The runner's unique label.</summary>
    public string Label => Ownership.MachineName;

    /// <summary>The name the runner registered under: the label, unless that name was taken.</summary>
    public string RunnerName { get; internal set; } = ownership.MachineName;

    /// <summary>GitHub's id of the runner, once known.</summary>
    public long? RunnerId { get; internal set; }

    /// <summary>Whether GitHub may have a registration of ours that <see cref="RunnerId"/> does not name.</summary>
    internal bool RegistrationUncertain { get; set; }

    /// <summary>Whether its registration was asked for and given up before GitHub answered: it may come yet.</summary>
    internal bool RegistrationGivenUp { get; set; }

    /// <summary>Whether the provider may have a machine of ours that <see cref="MachineId"/> does not name.</summary>
    internal bool MachineUncertain { get; set; }

    /// <summary>The machine's id, once it exists.</summary>
    public string? MachineId { get; internal set; }

    /// <summary>Why the machine could not be created so far; empty when nothing went wrong.</summary>
    internal string Fault { get; set; } = "";

    /// <summary>When the provider accepted the machine, as a timestamp of the clock.</summary>
    internal long MadeAt { get; set; }

    /// <summary>Whether the provider has shown the machine since.</summary>
    internal bool MachineSeen { get; set; }

    /// <summary>
    /// Ids of machines that the provider took away before their runner was online; their deletion was asked for, and another
    /// takes their place.
    /// </summary>
    internal IReadOnlyList<string> LostMachines { get; private set; } = [];

    /// <summary>The candidate that the machine was made from, once it exists.</summary>
    public Candidate? Candidate { get; internal set; }

    /// <summary>US dollars an hour, if known.</summary>
    public decimal? HourlyPrice { get; internal set; }

    /// <summary>When each step was done, counted from the beginning of the start; a step that is not done is missing.</summary>
    public LeaseTimeline Timeline { get; internal set; } = new();

    /// <summary>Since when the provider has not shown the machine that it had shown, as a timestamp; <see langword="null"/> while it does.</summary>
    internal long? MissedSince { get; set; }

    /// <summary>Forgets the machine: it was lost, and its deletion has been accepted.</summary>
    internal void LoseMachine()
    {
        LostMachines = [.. LostMachines, MachineId!];
        (MachineId, MachineSeen, MissedSince, Candidate, HourlyPrice, Timeline) = (null, false, null, null, null, new LeaseTimeline());
    }
}
