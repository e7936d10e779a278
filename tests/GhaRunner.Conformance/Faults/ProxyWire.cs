using GhaRunner.Abstractions;
using GhaRunner.Conformance.RealParts;

namespace GhaRunner.Conformance.Faults;

/// <summary>The wire to a real service that speaks plain HTTP/1.1: a proxy in front of it, for one wire alone.</summary>
public sealed class ProxyWire : FaultyWire
{
    private readonly HttpProxy proxy;
    private readonly Func<Uri, IMachineProvider> connect;

    private ProxyWire(HttpProxy proxy, Func<Uri, IMachineProvider> connect) => (this.proxy, this.connect) = (proxy, connect);

    /// <inheritdoc/>
    /// <value>4: each has its own proxy.</value>
    public override int MostAtOnce => 4;

    /// <summary>Puts a proxy in front of a service.</summary>
    /// <param name="service">What is behind it: <c>http://host:port</c>, or <c>unix:///path/to/socket</c>.</param>
    /// <param name="connect">Makes a provider of what answers at an address, <c>http://127.0.0.1:port/</c>.</param>
    /// <returns>The wire.</returns>
    public static async Task<ProxyWire> OpenAsync(Uri service, Func<Uri, IMachineProvider> connect) =>
        new(await HttpProxy.StartAsync(service), connect);

    /// <inheritdoc/>
    public override IMachineProvider Connect() => connect(proxy.Url);

    /// <inheritdoc/>
    public override IArmedFault Arm(WireFault fault, int request)
    {
        var armed = new Armed(proxy, fault, request);
        proxy.Hook = armed.PassAsync;
        return armed;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        await base.DisposeAsync();
    }

    private sealed class Armed(HttpProxy proxy, WireFault fault, int number) : IArmedFault
    {
        private readonly TaskCompletionSource struck = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int requests;

        public int Requests => Volatile.Read(ref requests);

        public Task Struck => struck.Task;

        public async Task PassAsync(ProxiedRequest request, Func<Task> forward)
        {
            if (Interlocked.Increment(ref requests) != number)
                return;
            if (fault is WireFault.DropAfter or WireFault.Hang)
                await forward();
            struck.SetResult();
            await (fault switch
            {
                WireFault.Status500 => request.AnswerAsync(500, "application/json", ""),
                WireFault.Html502 => request.AnswerAsync(502, "text/html", Page(502)),
                WireFault.Html404 => request.AnswerAsync(404, "text/html", Page(404)),
                WireFault.Hang => Task.Delay(Timeout.Infinite, request.CallerGone),
                _ => DropAsync(request),
            });
        }

        public void Dispose() => proxy.Hook = (_, _) => Task.CompletedTask;

        private static Task DropAsync(ProxiedRequest request)
        {
            request.Drop();
            return Task.CompletedTask;
        }

        private static string Page(int status) => $"<html><head><title>{status}</title></head><body><h1>{status}</h1><hr>proxy</body></html>";
    }
}
