using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GhaRunner.Conformance.RealParts;

/// <summary>
/// A proxy on loopback in front of a service that speaks plain HTTP/1.1, on a port or a Unix socket. A hook sees every
/// request before and after its effect, and can lose it, or its answer. Bodies are passed on whole: nothing streams, and no
/// connection is upgraded.
/// </summary>
public sealed class HttpProxy : IAsyncDisposable
{
    private static readonly Uri anyHost = new("http://localhost");

    private readonly Uri service;
    private readonly HttpMessageInvoker toService;
    private readonly WebApplication app;
    private int requests;

    private HttpProxy(Uri service)
    {
        this.service = service.Scheme == "unix" ? anyHost : service;
        toService = new HttpMessageInvoker(Connect(service));
        app = Build();
        app.Run(PassAsync);
    }

    /// <summary>What happens to requests; may be changed at any time.</summary>
    /// <value>Default: all pass.</value>
    public ProxyHook Hook { get; set; } = (_, forward) => forward();

    /// <summary>How many requests have come so far.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>Where it listens: <c>http://127.0.0.1:port/</c>.</summary>
    public Uri Url => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts a proxy.</summary>
    /// <param name="service">What is behind it: <c>http://host:port</c>, or <c>unix:///path/to/socket</c>.</param>
    /// <returns>The proxy, which listens.</returns>
    public static async Task<HttpProxy> StartAsync(Uri service)
    {
        var proxy = new HttpProxy(service);
        await proxy.app.StartAsync();
        return proxy;
    }

    /// <summary>Stops listening, and drops what is on its way.</summary>
    /// <returns>A task that ends when the port is free.</returns>
    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        toService.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        var request = await ProxiedRequest.ReadAsync(context, toService, service, Interlocked.Increment(ref requests));
        try
        {
            await Hook(request, request.ForwardAsync);
            if (request.IsDecided)
                return;
            await request.ForwardAsync();
            await request.PassBackAsync();
        }
        catch (HttpRequestException failure)
        {
            await request.AnswerAsync(StatusCodes.Status502BadGateway, "text/plain", $"The proxy of the test does not reach the service: {failure.Message}");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller no longer waits for an answer.
        }
    }

    private static SocketsHttpHandler Connect(Uri service)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        if (service.Scheme == "unix")
            handler.ConnectCallback = (_, cancellationToken) => OpenSocketAsync(service.AbsolutePath, cancellationToken);
        return handler;
    }

    private static async ValueTask<Stream> OpenSocketAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(500));
        return builder.Build();
    }

    /// <summary>Leaves the signals of the process to the test run.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
