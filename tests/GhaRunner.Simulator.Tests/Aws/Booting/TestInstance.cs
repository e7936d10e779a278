using System.Collections.Concurrent;
using GhaRunner.Simulator.Aws.Booting;
using GhaRunner.Simulator.Tests.Support;

namespace GhaRunner.Simulator.Tests.Aws.Booting;

/// <summary>An instance that is processes, and what it has printed.</summary>
internal sealed class TestInstance : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gha-i-");
    private readonly ConcurrentQueue<string> _console = new();
    private IBootedInstance? _instance;

    public IEnumerable<string> Console => _console;

    public Task PoweredOff => _instance!.PoweredOff;

    public IReadOnlyList<string> Files => Directory.GetFileSystemEntries(_directory.FullName);

    public static async Task<TestInstance> BootAsync(string userData)
    {
        var test = new TestInstance();
        test._instance = await new ProcessInstanceHost(test._directory.FullName).BootAsync("i-1", userData, test._console.Enqueue, CancellationToken.None);
        return test;
    }

    public Task PrintsAsync(string line) => Eventually.TrueAsync(() => Console.Contains(line), $"'{line}' on the console after '{string.Join('|', Console)}'");

    /// <summary>The processes that carry the mark.</summary>
    public IReadOnlyList<string> Processes() =>
        [.. Directory.EnumerateDirectories("/proc").Where(process => Environ(process).Contains($"{ProcessInstanceHost.Mark}={_directory.FullName}/", StringComparison.Ordinal))];

    public Task PullPlugAsync() => _instance!.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        await PullPlugAsync();
        _directory.Delete(recursive: true);
    }

    private static string Environ(string process)
    {
        try
        {
            return char.IsAsciiDigit(Path.GetFileName(process)[0]) ? File.ReadAllText(process + "/environ") : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
