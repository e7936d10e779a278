using GhaRunner.Conformance.RealParts;
using GhaRunner.Simulator;
using GhaRunner.Simulator.Faults;

namespace GhaRunner.Faults.Worlds;

/// <summary>Containers of this machine's engine, behind a proxy in which the faults strike. Schedules do not see each other's.</summary>
internal sealed class DockerWorld : FaultWorld
{
    private static readonly Lazy<Task<string>> gateway = new(DockerBridge.GatewayAsync);

    private PrivateEngine? engine;
    private string address = "";

    public override string Provider => "docker";

    protected override IEnumerable<(string Input, string Value)> Connection => [("host", engine!.Host)];

    protected override IEnumerable<(string Input, string Value)> Machine => [("image", RealPart.BaseImage)];

    public override async Task BeginAsync()
    {
        address = await gateway.Value;
        engine = await PrivateEngine.StartAsync(StrikeAsync);
        await base.BeginAsync();
    }

    public override async Task<IReadOnlyList<string>> MachinesAsync() => await engine!.ContainersAsync();

    public override async ValueTask DisposeAsync()
    {
        if (engine is not null)
            await engine.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override SimulatorOptions Configure(SimulatorOptions options) => options with { ListenOnAllInterfaces = true, AdvertisedHost = address };

    private async Task StrikeAsync(ProxiedRequest request, Func<Task> forward)
    {
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
