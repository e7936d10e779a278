namespace GhaRunner.Simulator.Aws.Booting;

/// <summary>A machine that runs.</summary>
public interface IBootedInstance : IAsyncDisposable
{
    /// <summary>Ends when the machine has powered itself off.</summary>
    Task PoweredOff { get; }
}
