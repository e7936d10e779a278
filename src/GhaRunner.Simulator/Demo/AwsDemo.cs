using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Aws.Access;
using GhaRunner.Simulator.Aws.Booting;
using GhaRunner.Simulator.ThisMachine;

namespace GhaRunner.Simulator.Demo;

/// <summary>Machines that are instances of a simulated EC2, which boot their user-data for real. Nobody has an access key.</summary>
internal static class AwsDemo
{
    private const string Region = "us-east-1", Wanted = "g5.xlarge", Other = "g4dn.xlarge", Ended = "terminated";
    private static readonly string[] s_fullZones = ["us-east-1a", "us-east-1b"];
    private static readonly AwsRole s_role = new() { Arn = $"arn:aws:iam::{new AwsOptions().AccountId}:role/runners", Subject = "repo:octo-org/octo-repo:*" };

    // Its plug is pulled when EC2 has shown the instance as terminated, and that takes a moment.
    private static readonly TimeSpan s_darkWithin = TimeSpan.FromSeconds(20), s_look = TimeSpan.FromMilliseconds(50);

    /// <summary>Instances that are containers.</summary>
    /// <param name="engine">Their engine, on this machine.</param>
    /// <param name="hostForMachines">Where they reach this machine.</param>
    /// <param name="directory">For the files that they boot from.</param>
    public static DemoProvider InContainers(DockerEngine engine, string hostForMachines, string directory)
    {
        var host = new ContainerInstanceHost(engine.Host) { SeedDirectory = directory };
        return Make(host, "containers with systemd and cloud-init", async cancellationToken => [await DemoProvider.ContainersAreGoneAsync(engine, [host.Label], cancellationToken)]) with
        {
            Configure = options => DemoProvider.ReachableAt(hostForMachines, Configure(host, options)),
            Owned = host,
        };
    }

    /// <summary>Instances that are processes.</summary>
    /// <param name="directory">Where they live.</param>
    public static DemoProvider InProcesses(string directory) => Make(
        new ProcessInstanceHost(directory), "processes of this machine",
        _ => Task.FromResult(DemoProvider.ProcessesAreGone(ProcessInstanceHost.Mark, "instance", directory)));

    private static DemoProvider Make(IInstanceHost host, string what, Func<CancellationToken, Task<IEnumerable<Proof>>> proveDarkAsync) => new()
    {
        Name = "aws",
        Note = $"a simulated EC2, whose instances are {what}; {Wanted} has no capacity in {string.Join(" and ", s_fullZones)}",
        Configure = options => Configure(host, options),
        Prepare = simulator => Array.ForEach(s_fullZones, zone => simulator.Aws.SetCapacity(zone, Wanted, AwsMarket.OnDemand, 0)),
        Environment = simulator => new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL"] = simulator.AwsUrl.ToString(),
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["ACTIONS_ID_TOKEN_REQUEST_URL"] = simulator.IdTokenRequestUrl.ToString(),
            ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = simulator.IdTokenRequestToken,
        },
        Connection = new Dictionary<string, string> { ["region"] = Region, ["role-to-assume"] = s_role.Arn },
        Machine = new Dictionary<string, string> { ["instance-type"] = $"{Wanted}, {Other}", ["image"] = "ubuntu-22.04-gpu" },
        ProveGoneAsync = async (simulator, _, cancellationToken) =>
        {
            var proofs = ProveGivenBack(simulator.Aws).ToList();
            return proofs.Concat(await (proofs.TrueForAll(proof => proof.Holds) ? WaitAsync(proveDarkAsync, cancellationToken) : proveDarkAsync(cancellationToken)));
        },
    };

    private static SimulatorOptions Configure(IInstanceHost host, SimulatorOptions options) =>
        options with { Aws = options.Aws with { InstanceHost = host, Roles = [s_role] } };

    private static IEnumerable<Proof> ProveGivenBack(AwsSimulator aws) =>
    [
        Proof.Nothing($"instance that is not {Ended}", [.. aws.Instances.Where(instance => instance.State != Ended).Select(instance => $"{instance.InstanceId} ({instance.State})")]),
        Proof.Nothing("volume", [.. aws.Volumes.Select(volume => volume.VolumeId)]),
        Proof.Nothing("network interface", [.. aws.NetworkInterfaces.Select(networkInterface => networkInterface.NetworkInterfaceId)]),
        Proof.Nothing("open spot request", [.. aws.SpotRequests.Where(request => request.State != "closed").Select(request => request.SpotInstanceRequestId)]),
    ];

    private static async Task<IEnumerable<Proof>> WaitAsync(Func<CancellationToken, Task<IEnumerable<Proof>>> proveAsync, CancellationToken cancellationToken)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); ; await Task.Delay(s_look, TimeProvider.System, cancellationToken))
        {
            var proofs = (await proveAsync(cancellationToken)).ToList();
            if (proofs.TrueForAll(proof => proof.Holds) || TimeProvider.System.GetElapsedTime(begun) > s_darkWithin)
                return proofs;
        }
    }
}
