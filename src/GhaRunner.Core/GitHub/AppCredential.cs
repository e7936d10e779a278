using System.Diagnostics.CodeAnalysis;
using GhaRunner.Abstractions;
using Polly;

namespace GhaRunner.Core.GitHub;

/// <summary>
/// An installation token of a GitHub App: narrowed to what is needed (and one repository), made on first use, masked,
/// and revoked at the end.
/// </summary>
internal sealed class AppCredential(
    IGitHubAppApi api, string appId, string privateKeyPem, RunnerScope scope, bool readsRuns, ISecretMask mask, ResiliencePipeline retry, TimeProvider timeProvider)
    : IGitHubCredential
{
    private static readonly TimeSpan RevocationTimeout = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim gate = new(1);
    private InstallationTokenAnswer? token;

    /// <inheritdoc/>
    public async ValueTask<string> GetTokenAsync(CancellationToken cancellationToken)
    {
        if (IsFresh(token))
            return token.Token;
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!IsFresh(token))
                token = await CreateTokenAsync(cancellationToken);
            return token.Token;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        gate.Dispose();
        if (token is not { } made)
            return;
        token = null;
        using var deadline = new CancellationTokenSource(RevocationTimeout, timeProvider);
        try
        {
            await api.RevokeInstallationTokenAsync(made.Token, deadline.Token);
        }
        catch (Exception exception) when (exception is ActionableException or OperationCanceledException)
        {
            // It expires within the hour by itself.
        }
    }

    private async Task<InstallationTokenAnswer> CreateTokenAsync(CancellationToken cancellationToken)
    {
        var jsonWebToken = AppJsonWebToken.Create(appId, privateKeyPem, timeProvider.GetUtcNow());
        mask.Mask(jsonWebToken);
        var installation = await retry.ExecuteAsync(
            async ct => await api.GetInstallationAsync(scope.ApiPath, jsonWebToken, ct), cancellationToken);
        var answer = await retry.ExecuteAsync(
            async ct => await api.CreateInstallationTokenAsync(installation.Id, Narrowed(), jsonWebToken, ct), cancellationToken);
        mask.Mask(answer.Token);
        return answer;
    }

    /// <summary>A token lives for an hour; a start may wait longer than that. An old one is not used to its last minute.</summary>
    private bool IsFresh([NotNullWhen(true)] InstallationTokenAnswer? answer) => answer is not null && answer.ExpiresAt - timeProvider.GetUtcNow() > RenewBefore;

    /// <summary>No more than registering needs, and looking at runs where that is asked for. What an enterprise installation may be narrowed to is not documented.</summary>
    private InstallationTokenRequest Narrowed() => scope.Kind switch
    {
        RunnerScopeKind.Repository => new([scope.ShortName], Permission("administration")),
        RunnerScopeKind.Organization => new(null, Permission("organization_self_hosted_runners")),
        _ => new(null, null),
    };

    private Dictionary<string, string> Permission(string name) =>
        readsRuns ? new() { [name] = "write", ["actions"] = "read" } : new() { [name] = "write" };
}
