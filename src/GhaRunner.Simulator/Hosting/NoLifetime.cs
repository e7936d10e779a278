using Microsoft.Extensions.Hosting;

namespace GhaRunner.Simulator.Hosting;

/// <summary>Leaves the signals of the process to whoever embeds the simulator.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
