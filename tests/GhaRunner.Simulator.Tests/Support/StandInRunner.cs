using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace GhaRunner.Simulator.Tests.Support;

/// <summary>The downloaded runner in a folder of its own; its processes end with the test.</summary>
internal sealed class StandInRunner : IDisposable
{
    private readonly StringBuilder _output = new();
    private Process? _process;

    private StandInRunner(string folder) => Folder = folder;

    public string Folder { get; }

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public bool HasExited => _process!.HasExited;

    public static async Task<StandInRunner> DownloadAsync(SimulatorHost simulator)
    {
        using var client = new GitHubClient(simulator);
        var url = (await client.GetAsync(GitHubClient.Runners + "/downloads")).Json[0]!["download_url"]!.GetValue<string>();
        using var http = new HttpClient();
        await using var packed = await http.GetStreamAsync(url);
        await using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        var folder = Directory.CreateTempSubdirectory("stand-in-").FullName;
        await TarFile.ExtractToDirectoryAsync(unpacked, folder, overwriteFiles: false);
        return new StandInRunner(folder);
    }

    /// <summary>Starts run.sh with a JIT configuration in the environment.</summary>
    public void RunJit(string blob, params (string Name, string Value)[] environment) =>
        Start("run.sh", [], [("ACTIONS_RUNNER_INPUT_JITCONFIG", blob), .. environment]);

    public async Task<int> ConfigureAsync(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        Start("config.sh", arguments, environment);
        return await ExitAsync();
    }

    public void Start(string script, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Path.Combine(Folder, script), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["RUNNER_ALLOW_RUNASROOT"] = "1";
        start.Environment["RUNNER_MANUALLY_TRAP_SIG"] = "1";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public async Task<int> ExitAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _process!.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    /// <summary>Sends SIGTERM to run.sh alone.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        kill.ExitCode.Should().Be(0);
    }

    public void KillTree() => _process!.Kill(entireProcessTree: true);

    /// <summary>Writes an executable script into the runner's folder.</summary>
    public string WriteScript(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
            KillTree();
        _process?.Dispose();
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // A step that was killed may still write; the folder is temporary.
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
            _output.AppendLine(line.Data);
    }
}
