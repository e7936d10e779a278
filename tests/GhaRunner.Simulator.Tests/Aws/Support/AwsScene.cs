using System.Text;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SimpleSystemsManagement;
using GhaRunner.Simulator.Aws;
using Microsoft.Extensions.Time.Testing;
using Instance = Amazon.EC2.Model.Instance;

namespace GhaRunner.Simulator.Tests.Aws.Support;

/// <summary>A simulated AWS with a clock that stands still, and the clients of AWS's own SDK.</summary>
internal sealed class AwsScene : IAsyncDisposable
{
    public const string Region = "us-east-1";
    public const string Ubuntu = "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id";
    public const string UbuntuArm = "/aws/service/canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id";
    public const string Gpu = "/aws/service/deeplearning/ami/x86_64/base-oss-nvidia-driver-gpu-ubuntu-22.04/latest/ami-id";
    private readonly List<IDisposable> _clients = [];

    private AwsScene(SimulatorHost host, FakeTimeProvider clock) => (Host, Clock, Ec2) = (host, clock, null!);

    public SimulatorHost Host { get; }

    public FakeTimeProvider Clock { get; }

    public AmazonEC2Client Ec2 { get; private set; }

    public AwsSimulator Aws => Host.Aws;

    public AWSCredentials Credentials => new BasicAWSCredentials(Aws.AccessKey.AccessKeyId, Aws.AccessKey.SecretAccessKey);

    public static async Task<AwsScene> StartAsync(AwsOptions? options = null)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 10, 0, 0, TimeSpan.Zero));
        var host = await SimulatorHost.StartAsync(new SimulatorOptions { Aws = options ?? new AwsOptions(), TimeProvider = clock });
        var scene = new AwsScene(host, clock);
        scene.Ec2 = scene.Ec2As(scene.Credentials);
        return scene;
    }

    public AmazonEC2Client Ec2As(AWSCredentials credentials, string region = Region) => Keep(new AmazonEC2Client(credentials, Configure(new AmazonEC2Config(), region)));

    public AmazonSecurityTokenServiceClient StsAs(AWSCredentials credentials) =>
        Keep(new AmazonSecurityTokenServiceClient(credentials, Configure(new AmazonSecurityTokenServiceConfig(), Region)));

    public AmazonSimpleSystemsManagementClient SsmAs(AWSCredentials credentials) =>
        Keep(new AmazonSimpleSystemsManagementClient(credentials, Configure(new AmazonSimpleSystemsManagementConfig(), Region)));

    /// <summary>A launch that succeeds.</summary>
    public RunInstancesRequest Request(string type = "m7i.large", string parameter = Ubuntu) => new()
    {
        ImageId = Aws.Parameter(Region, parameter),
        InstanceType = type,
        MinCount = 1,
        MaxCount = 1,
    };

    public async Task<Instance> LaunchAsync(RunInstancesRequest? request = null) => (await Ec2.RunInstancesAsync(request ?? Request())).Reservation.Instances[0];

    public async Task<List<Instance>> DescribeAsync(params IEnumerable<string> ids) =>
        [.. ((await Ec2.DescribeInstancesAsync(new DescribeInstancesRequest { InstanceIds = [.. ids] })).Reservations ?? []).SelectMany(reservation => reservation.Instances)];

    public async Task<string> StateAsync(string id) => (await DescribeAsync(id))[0].State.Name.Value;

    public Task TerminateAsync(params IEnumerable<string> ids) => Ec2.TerminateInstancesAsync(new TerminateInstancesRequest([.. ids]));

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await Host.DisposeAsync();
    }

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private T Configure<T>(T config, string region)
        where T : ClientConfig
    {
        config.ServiceURL = Host.AwsUrl.ToString();
        config.AuthenticationRegion = region;
        config.MaxErrorRetry = 0;
        return config;
    }

    private T Keep<T>(T client)
        where T : IDisposable
    {
        _clients.Add(client);
        return client;
    }
}
