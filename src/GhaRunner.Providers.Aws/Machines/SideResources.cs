using System.Collections.Concurrent;
using Amazon.EC2;
using Amazon.EC2.Model;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Api;
using Microsoft.Extensions.Logging;

namespace GhaRunner.Providers.Aws.Machines;

/// <summary>
/// The volumes and network interfaces that were made with an instance and may outlive it, found by the tags they got with
/// it. Looks at the same time for machines of one start are one look: what is shown of what goes away is never too little.
/// </summary>
internal sealed partial class SideResources(AwsCalls calls, ILogger logger)
{
    private const string EveryStart = "";

    private readonly ConcurrentDictionary<(string Region, string Start), Lazy<Task<IReadOnlyList<SideResource>>>> looks = new();
    private int isToldOf;

    /// <summary>Finds what is left of an instance that is no more.</summary>
    /// <param name="id">The machine.</param>
    /// <param name="ownership">Whose it was.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is left; nothing when we may not look, which is told once.</returns>
    /// <exception cref="ActionableException">EC2 did not answer.</exception>
    public async Task<IReadOnlyList<SideResource>> FindAsync(MachineId id, Ownership ownership, CancellationToken cancellationToken)
    {
        try
        {
            var all = await ShareAsync(id.Region, ownership.Start, cancellationToken);
            return [.. all.Where(resource => resource.MachineName == ownership.MachineName && resource.MayBeOf(id.InstanceId))];
        }
        catch (ActionableException refusal) when (refusal.Category == ErrorCategory.Unauthorized)
        {
            if (Interlocked.Exchange(ref isToldOf, 1) == 0)
                LogMayNotLook(refusal.Message);
            return [];
        }
    }

    /// <summary>Lists what there is of all machines of ours, held by an instance or not.</summary>
    /// <param name="region">The region.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>All of them.</returns>
    /// <exception cref="ActionableException">EC2 refused, or did not answer.</exception>
    public Task<IReadOnlyList<SideResource>> ListAsync(string region, CancellationToken cancellationToken) => ShareAsync(region, EveryStart, cancellationToken);

    /// <summary>Deletes what no instance holds any more; what is gone by then is fine.</summary>
    /// <param name="region">The region.</param>
    /// <param name="resources">What is left.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when EC2 has accepted the deletions.</returns>
    /// <exception cref="ActionableException">EC2 refused, or did not answer.</exception>
    public Task DeleteAsync(string region, IEnumerable<SideResource> resources, CancellationToken cancellationToken) => Task.WhenAll(resources
        .Where(resource => resource.IsAvailable)
        .Select(async resource =>
        {
            try
            {
                await (resource.IsVolume
                    ? calls.Ec2Async(region, $"did not delete the volume {resource.Id}", "DeleteVolume", async ec2 => (object)await ec2.DeleteVolumeAsync(new DeleteVolumeRequest(resource.Id), cancellationToken), cancellationToken)
                    : calls.Ec2Async(region, $"did not delete the network interface {resource.Id}", "DeleteNetworkInterface",
                        async ec2 => (object)await ec2.DeleteNetworkInterfaceAsync(new DeleteNetworkInterfaceRequest { NetworkInterfaceId = resource.Id }, cancellationToken), cancellationToken));
            }
            catch (ActionableException gone) when (gone.Category == ErrorCategory.NotFound)
            {
            }
        }));

    private async Task<IReadOnlyList<SideResource>> ShareAsync(string region, string start, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var key = (region, start);
        var look = looks.GetOrAdd(key, _ => new Lazy<Task<IReadOnlyList<SideResource>>>(() => LookAsync(key.region, key.start)));
        try
        {
            return await look.Value.WaitAsync(cancellationToken);
        }
        finally
        {
            looks.TryRemove(KeyValuePair.Create(key, look));
        }
    }

    private async Task<IReadOnlyList<SideResource>> LookAsync(string region, string start)
    {
        List<Filter> ours = [new Filter($"tag:{OwnershipTags.Owner}", [OwnershipTags.OwnerValue])];
        if (start != EveryStart)
            ours.Add(new Filter($"tag:{OwnershipTags.Start}", [start]));
        var volumes = Pages.AllAsync<DescribeVolumesResponse, Volume>(
            next => calls.Ec2Async(region, "did not list the volumes", "DescribeVolumes",
                ec2 => ec2.DescribeVolumesAsync(new DescribeVolumesRequest { Filters = ours, NextToken = next }), CancellationToken.None),
            page => page.Volumes, page => page.NextToken);
        var interfaces = Pages.AllAsync<DescribeNetworkInterfacesResponse, NetworkInterface>(
            next => calls.Ec2Async(region, "did not list the network interfaces", "DescribeNetworkInterfaces",
                ec2 => ec2.DescribeNetworkInterfacesAsync(new DescribeNetworkInterfacesRequest { Filters = ours, NextToken = next }), CancellationToken.None),
            page => page.NetworkInterfaces, page => page.NextToken);
        await Task.WhenAll(volumes, interfaces);
        return
        [
            .. (await volumes).Where(volume => volume.State != VolumeState.Deleting && volume.State != VolumeState.Deleted).Select(volume => new SideResource(
                volume.VolumeId, IsVolume: true, volume.State == VolumeState.Available, [.. (volume.Attachments ?? []).Select(at => at.InstanceId)])
            {
                Tags = TagsOf(volume.Tags),
                CreatedAt = volume.CreateTime is { } created ? new DateTimeOffset(created.ToUniversalTime()) : null,
            }),
            .. (await interfaces).Select(card => new SideResource(
                card.NetworkInterfaceId, IsVolume: false, card.Status == NetworkInterfaceStatus.Available, card.Attachment?.InstanceId is { } instance ? [instance] : [])
            {
                Tags = TagsOf(card.TagSet),
            }),
        ];
    }

    private static Dictionary<string, string> TagsOf(List<Tag>? tags) => (tags ?? []).DistinctBy(tag => tag.Key).ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);

    [LoggerMessage(Level = LogLevel.Information, Message = "Whether volumes or network interfaces are left cannot be told: {Reason}")]
    private partial void LogMayNotLook(string reason);
}
