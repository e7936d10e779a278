using Refit;

namespace GhaRunner.Core.GitHub;

/// <summary>
/// GitHub's REST endpoints for an app's installation tokens (https://docs.github.com/en/rest/apps/apps); each call brings
/// its own credential.
/// </summary>
internal interface IGitHubAppApi
{
    [Get("/{**scope}/installation")]
    Task<InstallationAnswer> GetInstallationAsync(string scope, [Authorize("Bearer")] string jsonWebToken, CancellationToken cancellationToken);

    [Post("/app/installations/{installationId}/access_tokens")]
    Task<InstallationTokenAnswer> CreateInstallationTokenAsync(
        long installationId, [Body] InstallationTokenRequest request, [Authorize("Bearer")] string jsonWebToken, CancellationToken cancellationToken);

    [Delete("/installation/token")]
    Task RevokeInstallationTokenAsync([Authorize("Bearer")] string installationToken, CancellationToken cancellationToken);
}
