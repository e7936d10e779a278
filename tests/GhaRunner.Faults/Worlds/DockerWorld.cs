using GhaRunner.Conformance.RealParts;
using GhaRunner.Simulator;
using GhaRunner.Simulator.Faults;

namespace GhaRunner.Faults.Worlds;

/// <summary>
/// Containers of this machine's engine, behind a proxy in which the faults strike. Schedules share the engine: the proxy shows
/// each only the containers of its own run.
/// </summary>
internal sealed class DockerWorld : FaultWorld
{
    private const string Labels = """{"label":[""";

    private static readonly Uri socket = new("unix:///var/run/docker.sock");
    private static readonly Lazy<Task<string>> gateway = new(DockerBridge.GatewayAsync);

    private HttpProxy? engine;
    private string address = "";

    public override string Provider => "docker";

    protected override IEnumerable<(string Input, string Value)> Connection => [("host", $"tcp://127.0.0.1:{engine!.Url.Port}")];

    protected override IEnumerable<(string Input, string Value)> Machine => [("image", RealPart.BaseImage)];

    private string RunLabel => $"gha-runner-run-id={Run}";

    public override async Task BeginAsync()
    {
        address = await gateway.Value;
        engine = await HttpProxy.StartAsync(socket);
        engine.Hook = StrikeAsync;
        await base.BeginAsync();
    }

    public override async Task<IReadOnlyList<string>> MachinesAsync() =>
        (await Command.OutputAsync("docker", "ps", "--all", "--quiet", "--filter", $"label={RunLabel}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public override async ValueTask DisposeAsync()
    {
        if (engine is not null)
        {
            await engine.DisposeAsync();
            if (await MachinesAsync() is { Count: > 0 } left)
                await Command.TryAsync("docker", ["rm", "--force", .. left]);
        }

        await base.DisposeAsync();
    }

    protected override SimulatorOptions Configure(SimulatorOptions options) => options with { ListenOnAllInterfaces = true, AdvertisedHost = address };

    private async Task StrikeAsync(ProxiedRequest request, Func<Task> forward)
    {
        request.PathAndQuery = request.PathAndQuery.Replace(Uri.EscapeDataString(Labels), Uri.EscapeDataString($"{Labels}\"{RunLabel}\","), StringComparison.OrdinalIgnoreCase);
        if (Simulator.Faults.Strike(request.Method, request.PathAndQuery.Split('?')[0]) is not { } effect)
            return;
        if (effect.Timing == FaultTiming.AfterEffect)
            await forward();
        if (effect.Meanwhile is not null)
            await effect.Meanwhile();
        if (effect.Drop)
            request.Drop();
        else if (effect.StatusCode is { } status)
            await request.AnswerAsync(status, effect.ContentType, effect.Body);
    }
}
