using System.Collections.Concurrent;
using GhaRunner.Simulator.Aws.Booting;

namespace GhaRunner.Simulator.Tests.Aws.Support;

/// <summary>Boots nothing, but remembers what it was asked to.</summary>
internal sealed class FakeInstanceHost : IInstanceHost
{
    public ConcurrentDictionary<string, Machine> Machines { get; } = new();

    public Exception? Failure { get; init; }

    public Task<IBootedInstance> BootAsync(string instanceId, string userData, Action<string> console, CancellationToken cancellationToken)
    {
        console("booting");
        if (Failure is not null)
            throw Failure;
        var machine = new Machine(userData, console);
        Machines[instanceId] = machine;
        return Task.FromResult<IBootedInstance>(machine);
    }

    internal sealed class Machine(string userData, Action<string> console) : IBootedInstance
    {
        private readonly TaskCompletionSource _poweredOff = new();

        public string UserData { get; } = userData;

        public bool PlugPulled { get; private set; }

        public Task PoweredOff => _poweredOff.Task;

        public void PowerOff()
        {
            console("powering off");
            _poweredOff.SetResult();
        }

        public ValueTask DisposeAsync()
        {
            PlugPulled = true;
            return ValueTask.CompletedTask;
        }
    }
}
