using System.Net.Http.Headers;

namespace GhaRunner.Core.GitHub;

/// <summary>Puts the credential's token on every request.</summary>
/// <param name="credential">Gives the token.</param>
internal sealed class AuthorizationHandler(IGitHubCredential credential) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await credential.GetTokenAsync(cancellationToken));
        return await base.SendAsync(request, cancellationToken);
    }
}
