using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Api;

/// <summary>
/// The credentials of a role that the job takes with its own identity, and takes anew before they expire
/// (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html). Every part of them is masked
/// before it is used.
/// </summary>
internal sealed class RoleCredentials(
    string role, string region, AwsEndpoint endpoint, IIdentityTokenSource identity, ISecretMask mask, TimeProvider time)
    : AWSCredentials, ICredentialSource, IDisposable
{
    /// <summary>How long before their end credentials are renewed.</summary>
    private static readonly TimeSpan margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly Lazy<AmazonSecurityTokenServiceClient> client = new(
        () => new AmazonSecurityTokenServiceClient(new AnonymousAWSCredentials(), AwsClients.StsConfig(region, endpoint)));

    private ImmutableCredentials? current;
    private DateTimeOffset expiry;

    /// <summary>For whom the job's token is: what the identity provider in the account is told to accept.</summary>
    private string Audience => role.StartsWith("arn:aws-cn:", StringComparison.Ordinal) ? "sts.amazonaws.com.cn" : "sts.amazonaws.com";

    /// <inheritdoc/>
    public async Task<AWSCredentials> GetAsync(CancellationToken cancellationToken)
    {
        await RenewAsync(cancellationToken);
        return this;
    }

    /// <inheritdoc/>
    public override Task<ImmutableCredentials> GetCredentialsAsync() => RenewAsync(CancellationToken.None);

    /// <summary>Gives what there is: all our calls are asynchronous, and have asked <see cref="GetAsync"/> before.</summary>
    /// <returns>The credentials.</returns>
    public override ImmutableCredentials GetCredentials() => current ?? throw new InvalidOperationException("The role has not been taken yet.");

    /// <summary>Disposes of the client.</summary>
    public void Dispose()
    {
        if (client.IsValueCreated)
            client.Value.Dispose();
        gate.Dispose();
    }

    private async Task<ImmutableCredentials> RenewAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (current is { } early && time.GetUtcNow() < expiry - margin)
            return early;
        await gate.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (current is { } valid && now < expiry - margin)
                return valid;
            try
            {
                return await TakeAsync(cancellationToken);
            }
            catch (ActionableException fault) when (fault.IsPassing && current is not null && now < expiry)
            {
                return current; // Good for a few minutes more; the next call asks again.
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<ImmutableCredentials> TakeAsync(CancellationToken cancellationToken)
    {
        var token = await identity.GetAsync(Audience, cancellationToken);
        var claims = TokenClaims.Read(token);
        try
        {
            var answer = await client.Value.AssumeRoleWithWebIdentityAsync(
                new AssumeRoleWithWebIdentityRequest { RoleArn = role, RoleSessionName = claims.SessionName, WebIdentityToken = token }, cancellationToken);
            var taken = answer.Credentials;
            foreach (var secret in new[] { taken.AccessKeyId, taken.SecretAccessKey, taken.SessionToken })
                mask.Mask(secret);
            expiry = taken.Expiration is { } end ? new DateTimeOffset(end.ToUniversalTime()) : time.GetUtcNow();
            return current = new ImmutableCredentials(taken.AccessKeyId, taken.SecretAccessKey, taken.SessionToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw AwsErrors.RoleRefused(role, claims, region, exception);
        }
    }
}
