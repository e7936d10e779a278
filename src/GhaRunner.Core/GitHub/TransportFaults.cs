namespace GhaRunner.Core.GitHub;

/// <summary>
/// Makes a lost connection or a missing answer the same readable, passing fault for every call. Refit's own hook for that is
/// not asked by calls that have no answer to read, such as a removal.
/// </summary>
internal sealed class TransportFaults : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException fault)
        {
            throw GitHubErrors.FromTransport(request, fault, cancellationToken);
        }
    }
}
