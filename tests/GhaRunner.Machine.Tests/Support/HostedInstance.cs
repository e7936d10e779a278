using System.Collections.Concurrent;
using GhaRunner.Abstractions;
using GhaRunner.Conformance.RealParts;
using GhaRunner.Core.Bootstrap;
using GhaRunner.Simulator.Aws.Booting;

namespace GhaRunner.Machine.Tests.Support;

/// <summary>The simulator's instances of one kind, with what can be seen of them from outside.</summary>
internal sealed class HostedInstance : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gha-i-");
    private readonly ConcurrentQueue<string> _console = new();
    private readonly IInstanceHost _host;
    private IBootedInstance? _instance;

    private HostedInstance(bool isContainer) =>
        _host = isContainer ? new ContainerInstanceHost { SeedDirectory = _directory.FullName } : new ProcessInstanceHost(_directory.FullName);

    public string Log => string.Join('\n', _console);

    public Task PoweredOff => _instance!.PoweredOff;

    /// <summary>Boots the user-data of a plan.</summary>
    public static Task<HostedInstance> BootAsync(bool isContainer, BootstrapPlan plan) =>
        BootAsync(isContainer, BootstrapRenderer.Render(plan, BootstrapFormat.CloudConfig).UserData);

    /// <summary>Boots any user-data.</summary>
    public static async Task<HostedInstance> BootAsync(bool isContainer, string userData)
    {
        if (isContainer)
            await Images.EnsureAsync();
        var instance = new HostedInstance(isContainer);
        instance._instance = await instance._host.BootAsync("i-0123456789abcdef0", userData, instance._console.Enqueue, CancellationToken.None);
        return instance;
    }

    public Task PrintsAsync(string text) => Eventually.TrueAsync(
        () => Task.FromResult(Log.Contains(text, StringComparison.Ordinal)), () => Task.FromResult($"It never printed '{text}':\n{Log}"));

    /// <summary>Waits for the machine to power itself off.</summary>
    public async Task<BootstrapReport> EndAsync()
    {
        await Eventually.TrueAsync(() => Task.FromResult(PoweredOff.IsCompleted), () => Task.FromResult($"It did not end itself:\n{Log}"));
        return BootstrapLog.Parse(Log);
    }

    public Task PullPlugAsync() => _instance!.DisposeAsync().AsTask().WaitAsync(Eventually.Deadline);

    /// <summary>What is there of it: containers or processes, and directories.</summary>
    public async Task<IReadOnlyList<string>> RemainsAsync() =>
    [
        .. Directory.GetFileSystemEntries(_directory.FullName),
        .. Lines(_host is ContainerInstanceHost containers
            ? await Command.OutputAsync("docker", "ps", "--all", "--quiet", "--filter", $"label={containers.Label}")
            : (await Command.TryAsync("bash", "-c", $"grep -lsz '^{ProcessInstanceHost.Mark}={_directory.FullName}/' /proc/[0-9]*/environ")).Output),
    ];

    public async ValueTask DisposeAsync()
    {
        await PullPlugAsync();
        (_host as IDisposable)?.Dispose();
        _directory.Delete(recursive: true);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
