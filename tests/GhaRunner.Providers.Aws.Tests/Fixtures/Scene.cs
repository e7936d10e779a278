using GhaRunner.Abstractions;
using GhaRunner.Conformance;
using GhaRunner.Providers.Aws.Api;
using GhaRunner.Simulator;
using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Faults;
using Microsoft.Extensions.Time.Testing;

namespace GhaRunner.Providers.Aws.Tests.Fixtures;

/// <summary>A simulated AWS with a clock that stands still, and providers of it.</summary>
internal sealed class Scene : IAsyncDisposable
{
    public const string Region = "us-east-1";
    public const string Role = "arn:aws:iam::123456789012:role/runners";

    private readonly List<AwsProvider> providers = [];

    private Scene(SimulatorHost host, FakeTimeProvider clock) => (Host, Clock, Identity) = (host, clock, new SimulatedIdentity(host));

    public SimulatorHost Host { get; }

    public FakeTimeProvider Clock { get; }

    public Notes Notes { get; } = new();

    public SimulatedIdentity Identity { get; }

    public AwsSimulator Aws => Host.Aws;

    public static async Task<Scene> StartAsync(AwsOptions? options = null)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 10, 0, 0, TimeSpan.Zero));
        return new Scene(await SimulatorHost.StartAsync(new SimulatorOptions { Aws = options ?? new AwsOptions(), TimeProvider = clock }), clock);
    }

    /// <summary>A provider; each one is another process of ours.</summary>
    public AwsProvider Connect(AwsMachineOptions? options = null, string[]? regions = null, string role = "")
    {
        var provider = new AwsProvider(
            new AwsConnectionOptions { Region = regions ?? [Region], RoleToAssume = role },
            options ?? new AwsMachineOptions { InstanceType = ["m7i.large"] },
            Identity, Notes, Clock, Notes, new AwsEndpoint(Host.AwsUrl.ToString()),
            role.Length > 0 ? null : new FixedCredentials(Aws.AccessKey.AccessKeyId, Aws.AccessKey.SecretAccessKey));
        providers.Add(provider);
        return provider;
    }

    /// <summary>A request for the candidate of that place in the list.</summary>
    public static async Task<MachineRequest> RequestAsync(IMachineProvider provider, int candidate = 0, int index = 1) => new(
        Ownerships.New(index), (await provider.ListCandidatesAsync(default))[candidate], HarmlessProgram.StaysAlive.Render(BootstrapFormat.CloudConfig));

    public void Strike(string action, FaultEffect effect, int times = 1, int skip = 0) =>
        Host.Faults.Add(new FaultRule { Path = $"/{action}$", Effect = effect, Times = times, Skip = skip });

    /// <summary>What has been asked of AWS since the last time that it was forgotten, as <c>ec2/us-east-1/RunInstances</c>, sorted.</summary>
    public IReadOnlyList<string> Asked =>
        [.. Host.Requests.All.Select(request => request.PathAndQuery).Where(path => path.StartsWith("/_aws/", StringComparison.Ordinal)).Select(path => path["/_aws/".Length..]).Order(StringComparer.Ordinal)];

    public static string InstanceOf(Machine machine) => machine.Id.Split('/')[1];

    public async ValueTask DisposeAsync()
    {
        providers.ForEach(provider => provider.Dispose());
        await Host.DisposeAsync();
    }
}
