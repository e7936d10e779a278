namespace GhaRunner.Core.Deployment;

/// <summary>Is told how a start goes while it goes; writes down what must survive the end of this process.</summary>
public interface IDeploymentObserver
{
    /// <summary>The start has its identity, and nothing is made yet.</summary>
    /// <param name="start">The start's random part of every machine's ownership.</param>
    void Begun(string start);

    /// <summary>A machine was made, or taken away again. Calls do not overlap.</summary>
    /// <param name="machines">The machines that exist, or may exist.</param>
    void MachinesChanged(IReadOnlyList<LeasedMachine> machines);

    /// <summary>Everything was taken back, and the provider has confirmed that no machine of this start is left.</summary>
    void NothingLeft();
}
