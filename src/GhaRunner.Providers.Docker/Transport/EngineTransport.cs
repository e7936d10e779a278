using System.Net.Sockets;

namespace GhaRunner.Providers.Docker.Transport;

/// <summary>Makes the HTTP handler that reaches an engine, and tells the address to send requests to.</summary>
internal delegate (HttpMessageHandler Handler, Uri BaseAddress) TransportFactory(DockerConnectionOptions options, EngineAddress address, TimeProvider time);

/// <summary>Makes the HTTP handler that reaches an engine. Nothing is connected before the first request.</summary>
internal static class EngineTransport
{
    /// <summary>Every connection over SSH is a login; sshd drops logins when too many come at once (MaxStartups).</summary>
    private const int MostSshConnections = 4;

    private static readonly Uri anyHost = new("http://docker");
    private static readonly TimeSpan connectTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Makes a handler.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="address">The address in them.</param>
    /// <param name="time">For what the transport waits for.</param>
    /// <returns>The handler, and the address to send requests to.</returns>
    public static (SocketsHttpHandler Handler, Uri BaseAddress) Create(DockerConnectionOptions options, EngineAddress address, TimeProvider time)
    {
        // An engine is next door or in a private network: an HTTP proxy of the environment is for others.
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ConnectTimeout = connectTimeout };
        switch (address.Scheme)
        {
            case EngineScheme.Unix:
                handler.ConnectCallback = (_, cancellationToken) => OpenSocketAsync(address.Path, cancellationToken);
                return (handler, anyHost);
            case EngineScheme.Ssh:
                handler.MaxConnectionsPerServer = MostSshConnections;
                handler.ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(SshStream.Open(address, options, time));
                return (handler, anyHost);
            default:
                var isTls = TlsMaterial.IsWanted(options);
                if (isTls)
                    handler.SslOptions = TlsMaterial.CreateOptions(options);
                var port = address.Port > 0 ? address.Port : isTls ? EngineAddress.TlsPort : EngineAddress.PlainPort;
                return (handler, new UriBuilder(isTls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, address.Host, port).Uri);
        }
    }

    private static async ValueTask<Stream> OpenSocketAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
