using GhaRunner.Conformance.RealParts;
using System.Diagnostics;

namespace GhaRunner.Providers.Docker.Tests.Fixtures;

/// <summary>A server of a test: a process with a directory, both gone in the end.</summary>
internal sealed class Service
{
    private Process? process;

    public DirectoryInfo Directory { get; } = System.IO.Directory.CreateTempSubdirectory("gha-runner-test-");

    public int Port { get; } = Ports.Free();

    public string PathOf(string name) => Path.Combine(Directory.FullName, name);

    public async Task<string> WriteAsync(string name, string text)
    {
        await File.WriteAllTextAsync(PathOf(name), text);
        return PathOf(name);
    }

    public async Task StartAsync(string program, params string[] arguments)
    {
        process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Ports.EventuallyOpenAsync(Port);
    }

    /// <summary>Asks it to end, as an engine must be asked to take its mounts and children along.</summary>
    public async Task StopAsync()
    {
        if (process is not null)
        {
            await Command.TryAsync("kill", "-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync();
            }

            process.Dispose();
        }

        Directory.Delete(recursive: true);
    }
}
