using GhaRunner.Conformance.RealParts;
using System.Net;
using System.Net.Sockets;

namespace GhaRunner.Providers.Docker.Tests.Fixtures;

internal static class Ports
{
    /// <summary>A port of loopback that nobody listens on.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static Task EventuallyOpenAsync(int port) => Eventually.TrueAsync($"port {port} is open", async () =>
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    });
}
