using System.Collections.Concurrent;
using GhaRunner.Simulator.Aws.Booting;

namespace GhaRunner.Simulator.Aws.Instances;

/// <summary>The machines that run inside instances, when there is a host for them.</summary>
internal sealed class Machines(IInstanceHost? host, Cloud cloud) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (CancellationTokenSource Plug, Task Run)> _machines = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _powerCut = new();

    /// <summary>Boots an instance; a failure to boot is on its console.</summary>
    public void Boot(string instanceId, string userData)
    {
        if (host is null || _powerCut.IsCancellationRequested)
            return;
        var plug = CancellationTokenSource.CreateLinkedTokenSource(_powerCut.Token);
        _machines[instanceId] = (plug, Task.Run(() => RunAsync(host, instanceId, userData, plug.Token)));
    }

    public void PullPlug(string instanceId)
    {
        // Cancelled elsewhere: whoever listens must not run under the cloud's gate.
        if (_machines.TryGetValue(instanceId, out var machine))
            _ = machine.Plug.CancelAsync();
    }

    /// <summary>Pulls all plugs, and waits until everything is dark.</summary>
    public async ValueTask DisposeAsync()
    {
        await _powerCut.CancelAsync();
        foreach (var (_, run) in _machines.Values)
            await run;
        foreach (var (plug, _) in _machines.Values)
            plug.Dispose();
        _powerCut.Dispose();
    }

    private async Task RunAsync(IInstanceHost machineHost, string instanceId, string userData, CancellationToken plug)
    {
        try
        {
            await using var machine = await machineHost.BootAsync(instanceId, userData, line => Print(instanceId, line), plug);
            await machine.PoweredOff.WaitAsync(plug);
        }
        catch (OperationCanceledException) when (plug.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // Whatever the host cannot do is the simulated machine's failure, not the simulator's.
        catch (Exception failure)
        {
            Print(instanceId, $"Kernel panic - not syncing: {failure.Message}");
            return;
        }
#pragma warning restore CA1031

        cloud.Enter(() =>
        {
            if (cloud.Instances.FirstOrDefault(instance => instance.Id == instanceId) is { } instance)
                cloud.Life.EndByGuest(instance);
            return 0;
        });
    }

    private void Print(string instanceId, string line) => cloud.Enter(() =>
    {
        if (cloud.Instances.FirstOrDefault(one => one.Id == instanceId) is { } instance)
            instance.Console.Append(line).Append('\n');
        return 0;
    });
}
