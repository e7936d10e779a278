using System.Collections.Concurrent;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Api;

/// <summary>
/// The credentials of a role that the job takes with its own identity, and takes anew before they expire
/// (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html). Every part of them is masked
/// before it is used. Who asks while the role is being taken shares the outcome, whatever it is.
/// </summary>
/// <param name="role">The role's ARN.</param>
/// <param name="regions">Whose STS is asked: the first; the next ones while it is disabled for the account, or does not answer.</param>
/// <param name="endpoint">Where the services are.</param>
/// <param name="identity">The job's own identity.</param>
/// <param name="mask">Takes the credentials.</param>
/// <param name="time">The clock.</param>
internal sealed class RoleCredentials(
    string role, IReadOnlyList<string> regions, AwsEndpoint endpoint, IIdentityTokenSource identity, ISecretMask mask, TimeProvider time)
    : AWSCredentials, ICredentialSource, IDisposable
{
    private const string Disabled = "RegionDisabledException";

    /// <summary>How long before their end credentials are renewed.</summary>
    private static readonly TimeSpan margin = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentDictionary<string, AmazonSecurityTokenServiceClient> clients = new(StringComparer.Ordinal);

    private Task<Taken>? taking;
    private Taken? current;

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
    public override ImmutableCredentials GetCredentials() => current?.Credentials ?? throw new InvalidOperationException("The role has not been taken yet.");

    /// <summary>Gives up taking the role, and disposes of the clients.</summary>
    public void Dispose()
    {
        end.Cancel();
        end.Dispose();
        foreach (var client in clients.Values)
            client.Dispose();
    }

    private async Task<ImmutableCredentials> RenewAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task<Taken> shared;
        lock (gate)
        {
            if (current is { } valid && time.GetUtcNow() < valid.Expiry - margin)
                return valid.Credentials;
            if (taking is null or { IsCompleted: true })
                taking = Task.Run(() => TakeAsync(end.Token), end.Token);
            shared = taking;
        }

        try
        {
            return (await shared.WaitAsync(cancellationToken)).Credentials;
        }
        catch (ActionableException fault) when (fault.IsPassing && current is { } old && time.GetUtcNow() < old.Expiry)
        {
            return old.Credentials; // Good for a few minutes more; the next call asks again.
        }
    }

    private async Task<Taken> TakeAsync(CancellationToken cancellationToken)
    {
        var token = await identity.GetAsync(Audience, cancellationToken);
        var failures = new List<ActionableException>();
        foreach (var region in regions.Distinct())
        {
            try
            {
                return current = await TakeInAsync(region, token, cancellationToken);
            }
            catch (ActionableException failure) when (failure.Category == ErrorCategory.Transient || failure.VendorCode == Disabled)
            {
                failures.Add(failure);
            }
        }

        throw failures.Find(failure => failure.IsPassing) ?? failures[0];
    }

    private async Task<Taken> TakeInAsync(string region, string token, CancellationToken cancellationToken)
    {
        var claims = TokenClaims.Read(token);
        try
        {
            var client = clients.GetOrAdd(region, _ => new AmazonSecurityTokenServiceClient(new AnonymousAWSCredentials(), AwsClients.StsConfig(region, endpoint)));
            var answer = await client.AssumeRoleWithWebIdentityAsync(
                new AssumeRoleWithWebIdentityRequest { RoleArn = role, RoleSessionName = claims.SessionName, WebIdentityToken = token }, cancellationToken);
            var taken = answer.Credentials;
            foreach (var secret in new[] { taken.AccessKeyId, taken.SecretAccessKey, taken.SessionToken })
                mask.Mask(secret);
            return new Taken(
                new ImmutableCredentials(taken.AccessKeyId, taken.SecretAccessKey, taken.SessionToken),
                taken.Expiration is { } expiry ? new DateTimeOffset(expiry.ToUniversalTime()) : time.GetUtcNow());
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw AwsErrors.RoleRefused(role, claims, region, exception);
        }
    }

    private sealed record Taken(ImmutableCredentials Credentials, DateTimeOffset Expiry);
}
