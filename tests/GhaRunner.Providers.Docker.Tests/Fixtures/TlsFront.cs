using GhaRunner.Conformance.RealParts;
using System.Globalization;
using System.Net;

namespace GhaRunner.Providers.Docker.Tests.Fixtures;

/// <summary>
/// This machine's engine behind TLS on loopback, with a client certificate asked for, as <c>dockerd --tlsverify</c> does.
/// It is socat's TLS, since a second dockerd takes away the first one's bridge.
/// </summary>
public sealed class TlsFront : IAsyncLifetime
{
    private readonly Service service = new();

    internal CertificateAuthority Authority { get; } = new("of the engine");

    public int Port => service.Port;

    public string Address => string.Create(CultureInfo.InvariantCulture, $"tcp://127.0.0.1:{Port}");

    public async Task InitializeAsync()
    {
        if ((RealPart.MissingEngine ?? RealParts.MissingSocat) is not null)
            return;
        var (certificate, key) = Authority.IssueServer(IPAddress.Loopback);
        var tls = $"cert={await service.WriteAsync("cert.pem", certificate)},key={await service.WriteAsync("key.pem", key)},"
            + $"cafile={await service.WriteAsync("ca.pem", Authority.Pem)},verify=1";
        await service.StartAsync("socat", $"OPENSSL-LISTEN:{Port},bind=127.0.0.1,fork,reuseaddr,{tls}", "UNIX-CONNECT:/var/run/docker.sock");
    }

    public Task DisposeAsync() => service.StopAsync();
}
