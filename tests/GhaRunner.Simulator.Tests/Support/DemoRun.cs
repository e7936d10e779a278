using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace GhaRunner.Simulator.Tests.Support;

/// <summary>The demo as a process without a terminal.</summary>
internal sealed partial class DemoRun : IDisposable
{
    private const int Interrupted = 2;
    private readonly Process _process;
    private readonly StringBuilder _printed = new();

    /// <summary>Runs the demo with a program beside the tests, or one of the system by its path.</summary>
    public DemoRun(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(InOutput("gha-runner-simulator"), ["demo", "--program", InOutput(program), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOCKER_HOST"] = "unix:///nonexistent/docker.sock";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Collect(line.Data);
        _process.ErrorDataReceived += (_, line) => Collect(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Text
    {
        get
        {
            lock (_printed)
                return _printed.ToString();
        }
    }

    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async Task InterruptAtAsync(string text)
    {
        await Eventually.TrueAsync(() => _process.HasExited || Text.Contains(text, StringComparison.Ordinal), $"the demo prints '{text}'");
        Signal(_process.Id, Interrupted).Should().Be(0, Text);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static string InOutput(string name) => Path.Combine(AppContext.BaseDirectory, name);

    private void Collect(string? line)
    {
        lock (_printed)
            _printed.Append(line).Append('\n');
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
