using System.ComponentModel;
using System.Diagnostics;
using GhaRunner.Simulator.ThisMachine;

namespace GhaRunner.Simulator.Demo;

/// <summary>Runs a step's program as the Actions runner does: its environment, its log, its signals.</summary>
internal static class StepProcess
{
    private const int CannotExecute = 126, Interrupt = 2, Terminate = 15;

    // What a cancelled step gets, one after the other, before it is killed (ProcessInvoker.cs of actions/runner).
    private static readonly (int Number, TimeSpan Grace)[] s_signals = [(Interrupt, TimeSpan.FromSeconds(7.5)), (Terminate, TimeSpan.FromSeconds(2.5))];

    // A step never sees these of the machine that the demo runs on.
    private static readonly string[] s_runnerVariables = ["GITHUB_", "INPUT_", "ACTIONS_", "RUNNER_", "STATE_"];

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="variables">What its environment has besides ours.</param>
    /// <param name="log">Takes each line that it prints, at once, from any thread.</param>
    /// <param name="cancellationToken">Cancels the step: signals go to the program, whose end is waited for all the same.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> variables, Action<string> log, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Where(name => s_runnerVariables.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;

        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            log($"##[error]{exception.Message}");
            return CannotExecute;
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await EndAsync(process, cancellationToken);
        return process.ExitCode;

        void Hear(string? line)
        {
            if (line is not null)
                log(line);
        }
    }

    private static async Task EndAsync(Process process, CancellationToken cancellationToken)
    {
        var end = process.WaitForExitAsync(CancellationToken.None);
        await Task.WhenAny(end, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken));
        foreach (var (signal, grace) in s_signals)
        {
            if (process.HasExited)
                break;
            _ = UnixProcesses.SendSignal(process.Id, signal);
            await Task.WhenAny(end, Task.Delay(grace, TimeProvider.System, CancellationToken.None));
        }

        if (!process.HasExited)
            process.Kill();
        await end;
    }
}
