using GhaRunner.Conformance.RealParts;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Docker.Tests.Fixtures;

/// <summary>One test's use of the engine: what it makes carries a run id of its own, by which Docker's client removes it.</summary>
internal sealed class EngineSession
{
    private readonly long runId = Random.Shared.NextInt64(1L << 40, 1L << 50);
    private readonly List<DockerProvider> providers = [];
    private int index;

    public DockerProvider Connect(DockerMachineOptions? options = null, DockerConnectionOptions? connection = null)
    {
        options ??= new DockerMachineOptions();
        if (options.Image == new DockerMachineOptions().Image)
            options.Image = RealPart.BaseImage;
        var provider = new DockerProvider(connection ?? new DockerConnectionOptions(), options, TimeProvider.System);
        providers.Add(provider);
        return provider;
    }

    public MachineRequest Request(string script = "exec sleep 600") => new(
        new Ownership
        {
            Repository = "octo-org/hello",
            RunId = runId,
            RunAttempt = 1,
            Job = "start",
            Start = "abcd1234",
            Index = ++index,
            Scope = "octo-org/hello",
            ExpiresAt = DateTimeOffset.UnixEpoch.AddYears(70),
        },
        new Candidate(),
        new Bootstrap { Command = ["bash", "-c", script], Environment = new Dictionary<string, string> { ["A_NAME"] = "a=value with blanks" } });

    public OwnershipFilter Ours => new() { RunId = runId };

    /// <summary>What Docker's own client shows of a container.</summary>
    public static Task<string> InspectAsync(string id, string format) => Command.OutputAsync("docker", "inspect", "--format", format, id);

    /// <summary>A container of this test that was made and not started, by Docker's own client.</summary>
    public Task<string> AddAsync() => Command.OutputAsync("docker", "create", "--label", $"gha-runner-run-id={runId}", RealPart.BaseImage, "true");

    public async Task<string[]> ListIdsAsync()
    {
        var ids = await Command.OutputAsync("docker", "ps", "-aq", "--no-trunc", "--filter", $"label=gha-runner-run-id={runId}");
        return ids.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public async Task CloseAsync()
    {
        foreach (var provider in providers)
            provider.Dispose();
        if (await ListIdsAsync() is { Length: > 0 } ids)
            await Command.OutputAsync("docker", ["rm", "-f", "-v", .. ids]);
    }
}
