using System.Diagnostics.CodeAnalysis;
using Amazon.EC2;
using Amazon.Runtime;
using Amazon.SecurityToken.Model;
using Amazon.SimpleSystemsManagement;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Api;

/// <summary>Makes calls, each once, and turns what goes wrong into what a user can act on.</summary>
internal sealed class AwsCalls(AwsClients clients)
{
    /// <summary>Asks EC2.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="region">The region.</param>
    /// <param name="failed">What it then did not do, to go on a sentence (<c>did not list the subnets</c>).</param>
    /// <param name="action">The action's name (<c>DescribeSubnets</c>).</param>
    /// <param name="ask">The call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ActionableException">EC2 refused, or was not reached.</exception>
    public Task<T> Ec2Async<T>(string region, string failed, string action, Func<IAmazonEC2, Task<T>> ask, CancellationToken cancellationToken) =>
        AskAsync(region, $"EC2 in {region} {failed}", $"ec2:{action}", async () => await ask(await clients.Ec2Async(region, cancellationToken)), cancellationToken);

    /// <summary>Asks the parameter store.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="region">The region.</param>
    /// <param name="failed">What it then did not do, to go on a sentence.</param>
    /// <param name="action">The action's name.</param>
    /// <param name="ask">The call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ActionableException">The store refused, or was not reached.</exception>
    public Task<T> SsmAsync<T>(string region, string failed, string action, Func<IAmazonSimpleSystemsManagement, Task<T>> ask, CancellationToken cancellationToken) =>
        AskAsync(region, $"Systems Manager in {region} {failed}", $"ssm:{action}", async () => await ask(await clients.SsmAsync(region, cancellationToken)), cancellationToken);

    private async Task<T> AskAsync<T>(string region, string failed, string action, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await ask();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw AwsErrors.Map(failed, action, exception, await DecodeAsync(region, exception, cancellationToken));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A connection that breaks because of the cancellation is the cancellation.
            throw new OperationCanceledException("The call was cancelled.", exception, cancellationToken);
        }
    }

    /// <summary>Has the encoded reason of a refusal decoded, which not everybody may.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The refusal is the failure to tell of, not that its reason stays encoded.")]
    private async Task<Refusal?> DecodeAsync(string region, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not AmazonServiceException refusal || Refusal.EncodedIn(refusal.Message) is not { Length: > 0 } encoded)
            return null;
        try
        {
            var sts = await clients.StsAsync(region, cancellationToken);
            var answer = await sts.DecodeAuthorizationMessageAsync(new DecodeAuthorizationMessageRequest { EncodedMessage = encoded }, cancellationToken);
            return Refusal.FromDecoded(answer.DecodedMessage);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
