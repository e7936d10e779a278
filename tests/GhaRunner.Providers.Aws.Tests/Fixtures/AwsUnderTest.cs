using GhaRunner.Abstractions;
using GhaRunner.Conformance;
using GhaRunner.Conformance.Faults;
using GhaRunner.Providers.Aws.Api;
using GhaRunner.Simulator;

namespace GhaRunner.Providers.Aws.Tests.Fixtures;

/// <summary>A simulated AWS as the place of the conformance suite; its instances run nothing.</summary>
internal sealed class AwsUnderTest(SimulatorHost host) : ProviderUnderTest
{
    private readonly Notes notes = new();
    private readonly List<AwsProvider> providers = [];

    public override string AbsentId => "us-east-1/i-0123456789abcdef0";

    /// <summary>The shutdown behaviour is to terminate.</summary>
    public override MachineState AfterItsEnd => MachineState.Deleted;

    public override IMachineProvider Connect()
    {
        var provider = new AwsProvider(
            new AwsConnectionOptions { Region = [Scene.Region, "eu-central-1"] },
            new AwsMachineOptions { InstanceType = ["m7i.large", "c7g.large"], Market = AwsMarket.SpotThenOnDemand },
            new NoIdentity(), notes, TimeProvider.System, notes, new AwsEndpoint(host.AwsUrl.ToString()),
            new FixedCredentials(host.Aws.AccessKey.AccessKeyId, host.Aws.AccessKey.SecretAccessKey));
        lock (providers)
            providers.Add(provider);
        return provider;
    }

    public override Task<string> AddForeignMachineAsync() =>
        Task.FromResult($"{Scene.Region}/{host.Aws.AddInstance(Scene.Region, new Dictionary<string, string> { [OwnershipTags.RunId] = "1" })}");

    public override Task<bool> HasForeignMachineAsync(string id) =>
        Task.FromResult(host.Aws.Instances.Any(instance => instance.InstanceId == id.Split('/')[1] && instance.State == "running"));

    public override Task PlayAsync(Machine machine, HarmlessProgram program)
    {
        var instance = machine.Id.Split('/')[1];
        foreach (var line in program.Prints)
            host.Aws.AppendConsole(instance, line + "\r\n");
        if (program.ExitCode is not null)
            host.Aws.EndByGuest(instance);
        return Task.CompletedTask;
    }

    public override Task<FaultyWire?> OpenWireAsync() => Task.FromResult<FaultyWire?>(new SimulatorWire(host.Faults, Connect));

    public override IReadOnlyList<string> Secrets => [host.Aws.AccessKey.SecretAccessKey];

    public override Task<IReadOnlyList<string>> LookAsync(Ownership ownership)
    {
        return Task.FromResult<IReadOnlyList<string>>(
        [
            .. host.Aws.Instances.Where(instance => instance.State != "terminated" && IsOfIt(instance.Tags)).Select(instance => instance.InstanceId),
            .. host.Aws.Volumes.Where(volume => IsOfIt(volume.Tags)).Select(volume => volume.VolumeId),
            .. host.Aws.NetworkInterfaces.Where(card => IsOfIt(card.Tags)).Select(card => card.NetworkInterfaceId),
        ]);

        bool IsOfIt(IReadOnlyDictionary<string, string> tags) => tags.TryGetValue(OwnershipTags.Name, out var name) && name == ownership.MachineName;
    }

    public override async ValueTask DisposeAsync()
    {
        providers.ForEach(provider => provider.Dispose());
        await host.DisposeAsync();
    }
}
