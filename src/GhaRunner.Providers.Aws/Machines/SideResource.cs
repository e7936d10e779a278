using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Machines;

/// <summary>A volume or network interface that carries our tags.</summary>
/// <param name="Id">EC2's id.</param>
/// <param name="IsVolume">Whether it is a volume, else a network interface.</param>
/// <param name="IsAvailable">Whether no instance holds it, so that it can be deleted.</param>
/// <param name="Instances">Who holds it.</param>
internal sealed record SideResource(string Id, bool IsVolume, bool IsAvailable, IReadOnlyList<string?> Instances)
{
    /// <summary>The machine it was made with.</summary>
    public string MachineName => Tags.GetValueOrDefault(OwnershipTags.Name, "");

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>When it was made, if EC2 tells (of volumes).</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Whether it still belongs to an instance: nobody has attached it to another one since.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <returns>Whether it does.</returns>
    public bool MayBeOf(string instanceId) => Instances.Count == 0 || Instances.Contains(instanceId);
}
