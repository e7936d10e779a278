using GhaRunner.Abstractions;
using GhaRunner.Conformance;
using GhaRunner.Conformance.Faults;
using GhaRunner.Conformance.RealParts;

namespace GhaRunner.Providers.Docker.Tests.Fixtures;

/// <summary>A real engine as the place of the conformance suite.</summary>
internal sealed class DockerUnderTest(DockerConnectionOptions connection) : ProviderUnderTest
{
    private readonly List<string> foreign = [];
    private readonly List<DockerProvider> providers = [];

    public override string AbsentId => new('0', 64);

    public override IMachineProvider Connect() => Connect(connection);

    private DockerProvider Connect(DockerConnectionOptions to)
    {
        var provider = new DockerProvider(to, new DockerMachineOptions { Image = RealPart.BaseImage }, TimeProvider.System);
        lock (providers)
            providers.Add(provider);
        return provider;
    }

    public override async Task<string> AddForeignMachineAsync()
    {
        var id = await Command.OutputAsync("docker", "run", "-d", "--label", "gha-runner-run-id=1", RealPart.BaseImage, "sleep", "600");
        foreign.Add(id);
        return id;
    }

    public override async Task<bool> HasForeignMachineAsync(string id) =>
        await Command.OutputAsync("docker", "inspect", "--format", "{{.State.Running}}", id) == "true";

    public override async Task<FaultyWire?> OpenWireAsync() =>
        await ProxyWire.OpenAsync(new Uri("unix:///var/run/docker.sock"), url => Connect(new DockerConnectionOptions { Host = $"tcp://{url.Authority}" }));

    public override async Task<IReadOnlyList<string>> LookAsync(Ownership ownership) =>
        (await Command.OutputAsync("docker", "ps", "-aq", "--filter", $"label={OwnershipTags.Name}={ownership.MachineName}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public override async ValueTask DisposeAsync()
    {
        foreach (var id in foreign)
            await Command.OutputAsync("docker", "rm", "-f", "-v", id);
        foreach (var provider in providers)
            provider.Dispose();
    }
}
