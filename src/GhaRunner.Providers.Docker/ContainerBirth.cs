using GhaRunner.Abstractions;
using GhaRunner.Providers.Docker.Containers;
using GhaRunner.Providers.Docker.Engine;

namespace GhaRunner.Providers.Docker;

/// <summary>
/// Creates and starts a container so that a cancellation leaves nothing in the air: the engine carries out a create
/// call whose caller has gone, so a call once sent is waited for a little longer, and what it made is there to be listed.
/// </summary>
internal sealed class ContainerBirth(EngineClient engine, TimeProvider time)
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan takeBackPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan pause = TimeSpan.FromMilliseconds(100);
    private const int MostLooks = 100;

    /// <summary>Creates the container, or finds the one that an earlier call for the same machine has made.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="spec">The same in the engine's terms.</param>
    /// <param name="cancellationToken">Cancels what has not been sent.</param>
    /// <returns>The container's id, and the machine when it was there already.</returns>
    /// <exception cref="ActionableException">The name belongs to a container that is not of this start.</exception>
    public async Task<(string Id, Machine? Adopted)> CreateAsync(MachineRequest request, ContainerSpec spec, CancellationToken cancellationToken)
    {
        for (var look = 0; look < MostLooks; look++)
        {
            if (await SeeThroughAsync(token => engine.CreateAsync(request.Name, spec, token), cancellationToken) is { } id)
                return (id, null);
            // The engine reserves a name before the container can be seen, and frees it after it no longer can.
            if (await engine.InspectAsync(request.Name, cancellationToken) is { } container
                && MachineMapping.ToMachine(container) is not { State: MachineState.Deleting })
            {
                return (container.Id, Adopt(request, container));
            }

            await Task.Delay(pause, time, cancellationToken);
        }

        throw DockerErrors.NameTaken(request.Name);
    }

    /// <summary>Starts a container; one that runs will do.</summary>
    /// <param name="id">The container's id.</param>
    /// <param name="cancellationToken">Cancels what has not been sent.</param>
    /// <returns>A task that ends when the container's first program runs.</returns>
    public Task StartAsync(string id, CancellationToken cancellationToken) => SeeThroughAsync(async token =>
    {
        await engine.StartAsync(id, token);
        return id;
    }, cancellationToken);

    /// <summary>Removes a container that did not start.</summary>
    /// <param name="id">The container's id.</param>
    /// <param name="cancellationToken">Leaves it a second more; without that it has 30.</param>
    /// <returns>A task that ends when the container is gone; cancelled when it took too long.</returns>
    public async Task TakeBackAsync(string id, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(takeBackPatience, time);
        await using var registration = cancellationToken.Register(() => end.CancelAfter(patience));
        await engine.RemoveAsync(id, end.Token);
    }

    private static Machine Adopt(MachineRequest request, ContainerDetails container) =>
        MachineMapping.ToMachine(container) is { } machine
        && machine.Ownership with { ExpiresAt = request.Ownership.ExpiresAt } == request.Ownership
            ? machine
            : throw DockerErrors.NameTaken(request.Name);

    private async Task<T> SeeThroughAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var later = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var registration = cancellationToken.Register(() => later.CancelAfter(patience));
        return await call(later.Token);
    }
}
