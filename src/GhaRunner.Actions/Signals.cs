using System.Runtime.InteropServices;

namespace GhaRunner.Actions;

/// <summary>
/// Turns SIGINT, SIGTERM and SIGHUP (a closed terminal) into a cancellation. As PID 1 of a container this process hears only the signals that it has
/// handlers for, hence this is the first thing that the program does.
/// </summary>
internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource cancelled = new();
    private readonly CancellationTokenSource hurry = new();
    private readonly PosixSignalRegistration[] registrations;

    private Signals() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, Cancel),
    ];

    /// <summary>Is cancelled by the first signal.</summary>
    public CancellationToken Token => cancelled.Token;

    /// <summary>
    /// Is cancelled by SIGTERM: the runner sends it 7.5 s after a SIGINT, or alone when the SIGINT was lost, and grants 2.5 s from
    /// then on.
    /// </summary>
    public CancellationToken Hurry => hurry.Token;

    /// <summary>Begins to listen.</summary>
    /// <returns>The signals, until disposed of.</returns>
    public static Signals Listen() => new();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        cancelled.Dispose();
        hurry.Dispose();
    }

    private void Cancel(PosixSignalContext context)
    {
        context.Cancel = true;
        cancelled.Cancel();
        if (context.Signal == PosixSignal.SIGTERM)
            hurry.Cancel();
    }
}
