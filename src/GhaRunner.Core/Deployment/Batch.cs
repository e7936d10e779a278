using GhaRunner.Abstractions;

namespace GhaRunner.Core.Deployment;

/// <summary>The leases of one start, and the one place that tells the observer of them.</summary>
/// <param name="leases">At least one.</param>
/// <param name="observer">Is told.</param>
internal sealed class Batch(IReadOnlyList<Lease> leases, IDeploymentObserver observer)
{
    private readonly Lock gate = new();

    /// <summary>The leases.</summary>
    public IReadOnlyList<Lease> Leases { get; } = leases;

    /// <summary>The start's random part of every ownership.</summary>
    public string Start => Leases[0].Ownership.Start;

    /// <summary>A filter that exactly these machines pass.</summary>
    public OwnershipFilter Filter { get; } = new()
    {
        Repository = leases[0].Ownership.Repository,
        RunId = leases[0].Ownership.RunId,
        RunAttempt = leases[0].Ownership.RunAttempt,
        Start = leases[0].Ownership.Start,
    };

    /// <summary>Tells the observer that no machine of this start is left.</summary>
    public void TellNothingIsLeft()
    {
        lock (gate)
            observer.NothingLeft();
    }

    /// <summary>Tells the observer which machines exist now.</summary>
    public void Publish()
    {
        lock (gate)
            observer.MachinesChanged([.. Leases.Select(LeasedMachine.Of).OfType<LeasedMachine>()]);
    }
}
