using Amazon.Runtime;
using GhaRunner.Providers.Aws.Api;

namespace GhaRunner.Providers.Aws.Tests.Fixtures;

/// <summary>Credentials of the test's own, so that what the machine has in its environment plays no part.</summary>
internal sealed class FixedCredentials(string accessKeyId, string secretAccessKey) : ICredentialSource
{
    private readonly BasicAWSCredentials credentials = new(accessKeyId, secretAccessKey);

    public static FixedCredentials Random() => new($"AKIA{Guid.NewGuid():N}"[..20].ToUpperInvariant(), $"{Guid.NewGuid():N}");

    public Task<AWSCredentials> GetAsync(CancellationToken cancellationToken) => Task.FromResult<AWSCredentials>(credentials);
}
