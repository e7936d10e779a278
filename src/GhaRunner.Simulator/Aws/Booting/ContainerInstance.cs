using GhaRunner.Simulator.ThisMachine;

namespace GhaRunner.Simulator.Aws.Booting;

/// <summary>An instance that is a container.</summary>
internal sealed class ContainerInstance : IBootedInstance
{
    private readonly TaskCompletionSource _poweredOff = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DockerEngine _engine;
    private readonly string _id;
    private readonly DirectoryInfo _seed;
    private readonly Task _life;
    private int _plugsPulled;

    /// <summary>Listens to a container that has been started.</summary>
    /// <param name="engine">Its engine.</param>
    /// <param name="id">Its id.</param>
    /// <param name="seed">What it boots from, which is removed with it.</param>
    /// <param name="console">Takes what it prints.</param>
    public ContainerInstance(DockerEngine engine, string id, DirectoryInfo seed, Action<string> console)
    {
        (_engine, _id, _seed) = (engine, id, seed);
        _life = LiveAsync(console);
    }

    /// <inheritdoc/>
    public Task PoweredOff => _poweredOff.Task;

    /// <summary>Kills and removes the container.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Increment(ref _plugsPulled) > 1)
        {
            await _life;
            return;
        }

        try
        {
            await _engine.RemoveAsync(_id);
            await _life;
        }
        finally
        {
            _seed.Delete(recursive: true);
        }
    }

    private async Task LiveAsync(Action<string> console)
    {
        try
        {
            await _engine.FollowAsync(_id, console);
            if (Volatile.Read(ref _plugsPulled) == 0)
                _poweredOff.TrySetResult();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // The container has been removed, or the engine is gone: in neither case has it powered itself off.
        }
    }
}
