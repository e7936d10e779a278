namespace GhaRunner.Core.Deployment;

/// <summary>Is told how a start goes while it goes; writes down what must survive the end of this process.</summary>
public interface IDeploymentObserver
{
    /// <summary>
    /// Whether somebody else has taken the start back, because it seemed dead: then nothing more may be made. Asked before
    /// each thing that is.
    /// </summary>
    bool IsGivenUp { get; }

    /// <summary>The start has its identity, and nothing is asked for yet.</summary>
    /// <param name="start">The start's random part of every machine's ownership.</param>
    void Begun(string start);

    /// <summary>A machine was made, or taken away again. Calls do not overlap.</summary>
    /// <param name="machines">The machines that exist, or may exist.</param>
    void MachinesChanged(IReadOnlyList<LeasedMachine> machines);

    /// <summary>No machine of this start is left: none was asked for, or all were taken back and the provider has confirmed it.</summary>
    void NothingLeft();
}
