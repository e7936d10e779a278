using Amazon.EC2.Model;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Api;
using Microsoft.Extensions.Logging;

namespace GhaRunner.Providers.Aws.Machines;

/// <summary>Has instances terminated.</summary>
internal sealed partial class Termination(AwsCalls calls, ILogger logger)
{
    /// <summary>Terminates an instance that EC2 shows; one that is gone by then is fine.</summary>
    /// <param name="id">The machine.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when EC2 has accepted it.</returns>
    /// <exception cref="ActionableException">EC2 refused, or did not answer.</exception>
    public async Task SeenAsync(MachineId id, CancellationToken cancellationToken)
    {
        try
        {
            await calls.Ec2Async(id.Region, $"did not terminate the instance {id.InstanceId}", "TerminateInstances",
                ec2 => ec2.TerminateInstancesAsync(new TerminateInstancesRequest([id.InstanceId]), cancellationToken), cancellationToken);
        }
        catch (ActionableException gone) when (gone.Category == ErrorCategory.NotFound)
        {
            // Somebody was quicker.
        }
    }

    /// <summary>
    /// Terminates an instance that EC2 does not show: it may be so new that it is not shown yet, and can be terminated all
    /// the same. To be refused that is no failure, since a policy that asks for our tags refuses what does not exist.
    /// </summary>
    /// <param name="places">Where it may be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when EC2 has accepted it, or knows no such instance.</returns>
    /// <exception cref="ActionableException">EC2 did not answer.</exception>
    public Task UnseenAsync(IEnumerable<MachineId> places, CancellationToken cancellationToken) => Task.WhenAll(places.Select(async place =>
    {
        try
        {
            await SeenAsync(place, cancellationToken);
        }
        catch (ActionableException refusal) when (refusal.Category == ErrorCategory.Unauthorized)
        {
            LogRefused(place, refusal.Message);
        }
    }));

    [LoggerMessage(Level = LogLevel.Information, Message = "{Id} is not there, as far as can be seen; had it been, it could not be deleted: {Reason}")]
    private partial void LogRefused(MachineId id, string reason);
}
