namespace GhaRunner.Simulator.Aws.Booting;

/// <summary>Runs what instances are given to boot.</summary>
public interface IInstanceHost
{
    /// <summary>Boots an instance.</summary>
    /// <param name="instanceId">Its id.</param>
    /// <param name="userData">Its user-data, decoded.</param>
    /// <param name="console">Takes each line that it prints on its console; may be called from any thread.</param>
    /// <param name="cancellationToken">Gives up booting.</param>
    /// <returns>The machine, which runs; disposing of it pulls the plug.</returns>
    Task<IBootedInstance> BootAsync(string instanceId, string userData, Action<string> console, CancellationToken cancellationToken);
}
