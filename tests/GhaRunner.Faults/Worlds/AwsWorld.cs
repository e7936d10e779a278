using GhaRunner.Simulator;
using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Aws.Access;
using GhaRunner.Simulator.Aws.Booting;

namespace GhaRunner.Faults.Worlds;

/// <summary>Instances of a simulated EC2 in an account with two regions; no keys, so that STS is among the requests.</summary>
internal sealed class AwsWorld : FaultWorld
{
    private const string Role = "arn:aws:iam::123456789012:role/runners";

    private readonly SocketsHttpHandler handler = new();
    private readonly ConnectingInstanceHost host;

    public AwsWorld() => host = new ConnectingInstanceHost(handler);

    public override string Provider => "aws";

    protected override bool SaysGoodbye => true;

    protected override IEnumerable<(string Input, string Value)> Connection =>
    [
        ("region", "us-east-1"),
        ("role-to-assume", Role),
        ("AWS_ENDPOINT_URL", Simulator.AwsUrl.ToString()),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("ACTIONS_ID_TOKEN_REQUEST_URL", Simulator.IdTokenRequestUrl.ToString()),
        ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", Simulator.IdTokenRequestToken),
    ];

    protected override IEnumerable<(string Input, string Value)> Machine => [("instance-type", "m7i.large")];

    public override Task<IReadOnlyList<string>> MachinesAsync() => Task.FromResult<IReadOnlyList<string>>(
        [.. Simulator.Aws.Instances.Where(instance => instance.State != "terminated").Select(instance => instance.InstanceId)]);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        host.Dispose();
        handler.Dispose();
    }

    protected override SimulatorOptions Configure(SimulatorOptions options) => options with
    {
        Aws = new AwsOptions { InstanceHost = host, Roles = [new AwsRole { Arn = Role }], Regions = [new("us-east-1", "abc"), new("us-west-2", "ab")] },
    };

    protected override Task<IReadOnlyList<string>> SideResourcesAsync() => Task.FromResult<IReadOnlyList<string>>(
    [
        .. Simulator.Aws.Volumes.Select(volume => $"volume {volume.VolumeId}"),
        .. Simulator.Aws.NetworkInterfaces.Select(one => $"network interface {one.NetworkInterfaceId}"),
    ]);
}
