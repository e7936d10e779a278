using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Machines;

/// <summary>
/// Volumes and network interfaces of ours that no instance holds, as machines that have ended: they cost money, or stand in
/// the way, when the instance that they were made with is long forgotten.
/// </summary>
internal sealed class Leftovers(SideResources sideResources)
{
    /// <summary>Lists them.</summary>
    /// <param name="region">The region.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>All whose tags tell whose they are.</returns>
    /// <exception cref="ActionableException">EC2 refused, or did not answer.</exception>
    public async Task<IReadOnlyList<Machine>> ListAsync(string region, CancellationToken cancellationToken)
    {
        var all = await sideResources.ListAsync(region, cancellationToken);
        return [.. all.Select(resource => ToMachine(region, resource)).OfType<Machine>()];
    }

    /// <summary>Finds one.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>It, or <see langword="null"/> when it is gone, held by an instance, or not ours.</returns>
    /// <exception cref="ActionableException">EC2 refused, or did not answer.</exception>
    public async Task<Machine?> FindAsync(LeftoverId id, CancellationToken cancellationToken) =>
        (await ListAsync(id.Region, cancellationToken)).FirstOrDefault(machine => machine.Id == id.ToString());

    /// <summary>Deletes one; what is gone, held by an instance or not ours is left as it is.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when EC2 has accepted it.</returns>
    /// <exception cref="ActionableException">EC2 refused, or did not answer.</exception>
    public async Task DeleteAsync(LeftoverId id, CancellationToken cancellationToken)
    {
        var all = await sideResources.ListAsync(id.Region, cancellationToken);
        await sideResources.DeleteAsync(id.Region, all.Where(resource => resource.Id == id.ResourceId && ToMachine(id.Region, resource) is not null), cancellationToken);
    }

    private static Machine? ToMachine(string region, SideResource resource) =>
        resource.IsAvailable && Ownership.TryFromTags(resource.Tags, out var ownership)
            ? new Machine(new LeftoverId(region, resource.Id).ToString(), MachineState.Ended, ownership)
            {
                CreatedAt = resource.CreatedAt,
                StateReason = "its instance is gone",
                Candidate = new Candidate { Region = region },
            }
            : null;
}
