namespace GhaRunner.Providers.Aws.Machines;

/// <summary>A volume or network interface that carries our tags.</summary>
/// <param name="Id">EC2's id.</param>
/// <param name="IsVolume">Whether it is a volume, else a network interface.</param>
/// <param name="MachineName">The machine it was made with.</param>
/// <param name="IsAvailable">Whether no instance holds it, so that it can be deleted.</param>
/// <param name="Instances">Who holds it.</param>
internal sealed record SideResource(string Id, bool IsVolume, string MachineName, bool IsAvailable, IReadOnlyList<string?> Instances)
{
    /// <summary>Whether it still belongs to an instance: nobody has attached it to another one since.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <returns>Whether it does.</returns>
    public bool MayBeOf(string instanceId) => Instances.Count == 0 || Instances.Contains(instanceId);
}
