using System.Diagnostics;
using GhaRunner.Simulator.ThisMachine;

namespace GhaRunner.Simulator.Aws.Booting;

/// <summary>An instance that is a session of processes. All of them carry its mark, or belong to its session, or both.</summary>
internal sealed class ProcessInstance : IBootedInstance
{
    private const int MaximumSweeps = 500;
    private const string Launcher = $"exec 2>&1; export {InstanceDirectory.Leader}=$$; exec \"$@\"";
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(10);

    // What an instance gets of our environment: how to find programs and the network, none of our secrets.
    private static readonly string[] s_inherited =
    [
        "PATH", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR",
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
    ];

    private readonly TaskCompletionSource _poweredOff = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _leader;
    private readonly InstanceDirectory _directory;
    private readonly Task _life;
    private int _plugsPulled;

    private ProcessInstance(Process leader, InstanceDirectory directory, Action<string> console)
    {
        (_leader, _directory) = (leader, directory);
        _life = LiveAsync(console);
    }

    /// <inheritdoc/>
    public Task PoweredOff => _poweredOff.Task;

    /// <summary>Starts one.</summary>
    /// <param name="program">What it runs.</param>
    /// <param name="directory">Where, and what it is removed with.</param>
    /// <param name="console">Takes its output.</param>
    public static ProcessInstance Start(BootProgram program, InstanceDirectory directory, Action<string> console)
    {
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Launcher, "instance", .. program.Command])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = directory.Home,
        };
        foreach (var name in start.Environment.Keys.Except(s_inherited).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in program.Environment)
            start.Environment[name] = value;
        start.Environment["PATH"] = $"{directory.Commands}:{start.Environment["PATH"]}";
        start.Environment["HOME"] = directory.Home;
        start.Environment["TMPDIR"] = directory.Temporary;
        start.Environment[ProcessInstanceHost.Mark] = directory.Path;
        var leader = Process.Start(start)!;
        leader.StandardInput.Close();
        return new ProcessInstance(leader, directory, console);
    }

    /// <summary>Kills all of it at once, and removes its directory.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Increment(ref _plugsPulled) > 1)
        {
            await _life;
            return;
        }

        _leader.Kill();
        await _life;
        _leader.Dispose();
        _directory.Delete();
    }

    // With its first process the machine ends, and so does whatever is left on it.
    private async Task LiveAsync(Action<string> console)
    {
        var reading = ReadAsync(console);
        await _leader.WaitForExitAsync(CancellationToken.None);
        await SweepAsync();
        await reading;
        if (Volatile.Read(ref _plugsPulled) == 0)
            _poweredOff.TrySetResult();
    }

    private async Task ReadAsync(Action<string> console)
    {
        while (await _leader.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
            console(line);
    }

    // Again and again, since what is killed may have just begun something; but not for ever, since what has become another
    // user's process cannot be killed.
    private async Task SweepAsync()
    {
        for (var sweep = 0; sweep < MaximumSweeps && Left() is { Count: > 0 } left; sweep++)
        {
            foreach (var id in left)
                UnixProcesses.Kill(id);
            await Task.Delay(s_look, TimeProvider.System, CancellationToken.None);
        }
    }

    private List<int> Left() => [.. UnixProcesses.Carrying($"{ProcessInstanceHost.Mark}={_directory.Path}"), .. UnixProcesses.OfSession(_leader.Id)];
}
