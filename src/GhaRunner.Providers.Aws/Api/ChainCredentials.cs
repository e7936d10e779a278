using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace GhaRunner.Providers.Aws.Api;

/// <summary>The credentials that the SDK finds: environment variables, web identity, profile, container, instance.</summary>
internal sealed class ChainCredentials : ICredentialSource, IDisposable
{
    private readonly DefaultAWSCredentialsIdentityResolver resolver = new();
    private AWSCredentials? found;

    /// <inheritdoc/>
    public async Task<AWSCredentials> GetAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (found is not null)
            return found;
        try
        {
            return found = await resolver.ResolveIdentityAsync(null, cancellationToken);
        }
        catch (AmazonClientException none)
        {
            throw AwsErrors.NoCredentials(none);
        }
    }

    /// <summary>Disposes of the search.</summary>
    public void Dispose() => resolver.Dispose();
}
