using System.Security.Authentication;

namespace GhaRunner.Providers.Docker.Engine;

/// <summary>
/// Puts the API version into every path: the engine's own or the newest that we know, whichever is older. Asks the
/// engine once, with the first request.
/// </summary>
internal sealed class ApiVersionHandler(HttpMessageHandler inner, string host) : DelegatingHandler(inner)
{
    private static readonly Version newest = new(1, 44);
    private static readonly Version oldest = new(1, 40);
    private volatile Version? agreed;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        var version = agreed ??= await NegotiateAsync(new Uri(uri, "/_ping"), cancellationToken);
        request.RequestUri = new Uri(uri, $"/v{version}{uri.PathAndQuery}");
        return await base.SendAsync(request, cancellationToken);
    }

    private async Task<Version> NegotiateAsync(Uri ping, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ping);
        using var response = await SendFirstAsync(request, cancellationToken);
        if (await EngineException.FromAsync(response, cancellationToken) is { } refusal)
            throw refusal;
        if (!response.Headers.TryGetValues("Api-Version", out var values) || !Version.TryParse(values.First(), out var offered))
            throw DockerErrors.NotAnEngine(host);
        if (offered < oldest)
            throw DockerErrors.TooOld(host, offered, oldest);
        return offered < newest ? offered : newest;
    }

    // In TLS 1.3 a client has done its handshake before the server has looked at its certificate. The refusal shows with
    // the first answer: as an alert, or, when our request was on its way already, as a connection that breaks.
    private async Task<HttpResponseMessage> SendFirstAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception) when (request.RequestUri!.Scheme == Uri.UriSchemeHttps
            && exception.HttpRequestError is HttpRequestError.Unknown or HttpRequestError.ResponseEnded)
        {
            throw new AuthenticationException(exception.Message, exception);
        }
    }
}
