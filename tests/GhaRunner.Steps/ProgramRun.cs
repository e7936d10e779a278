using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace GhaRunner.Steps;

/// <summary>One run of the built program as a process, with the environment and files that the Actions runner gives a step.</summary>
public sealed partial class ProgramRun : IDisposable
{
    /// <summary>A run that is not over by then hangs; it is killed and the test fails.</summary>
    private readonly TimeSpan longest;

    private readonly Process process;
    private readonly StringBuilder printed = new();
    private readonly DirectoryInfo files;
    private readonly CancellationTokenSource ended = new();
    private readonly Task watch;
    private readonly HashSet<string> commandLines = [];

    private ProgramRun(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, RunOptions options)
    {
        longest = options.Longest;
        files = options.Files ?? Directory.CreateTempSubdirectory("gha-step-");
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("GITHUB_") || name.StartsWith("INPUT_") || name.StartsWith("ACTIONS_") || name.StartsWith("STATE_") || name is "RUNNER_DEBUG" or "RUNNER_TEMP").ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        foreach (var (variable, file) in FileCommands)
        {
            File.WriteAllText(Path.Combine(files.FullName, file), "");
            start.Environment[variable] = Path.Combine(options.FilesSeenIn ?? files.FullName, file);
        }

        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Collect(line.Data);
        process.ErrorDataReceived += (_, line) => Collect(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        watch = options.WatchesArguments ? Task.Run(WatchCommandLines) : Task.CompletedTask;
    }

    /// <summary>The files by which a step tells the runner something, by the variable that names them.</summary>
    public static IReadOnlyDictionary<string, string> FileCommands { get; } =
        new Dictionary<string, string> { ["GITHUB_OUTPUT"] = "output", ["GITHUB_STATE"] = "state", ["GITHUB_STEP_SUMMARY"] = "summary" };

    /// <summary>All that was printed so far, standard error included.</summary>
    public string Text
    {
        get
        {
            lock (printed)
                return printed.ToString();
        }
    }

    /// <summary>What people see: without the lines by which the runner learns the secrets.</summary>
    public string VisibleText => WithoutMasks(Text);

    public string Summary => Read("summary");

    public int ExitCode => process.ExitCode;

    /// <summary>Ends with the program, which may be killed by others.</summary>
    public Task Ended => process.WaitForExitAsync();

    public IReadOnlyDictionary<string, string> Outputs => FileCommandReader.Read(Read("output"));

    public IReadOnlyDictionary<string, string> State => FileCommandReader.Read(Read("state"));

    /// <summary>The program as it was built together with the tests.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "gha-runner");

    /// <summary>Begins a run.</summary>
    /// <param name="arguments">The program's arguments.</param>
    /// <param name="environment">Variables besides those of this process; the files for outputs, state and summary come on top.</param>
    /// <param name="program">The program, or a link to it.</param>
    /// <param name="options">How it is watched.</param>
    /// <returns>The run.</returns>
    public static ProgramRun Begin(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string program, RunOptions options) =>
        new(program, arguments, environment, options);

    /// <summary>Begins a run of the program that was built together with the tests.</summary>
    public static ProgramRun Begin(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment) => Begin(arguments, environment, Program, new RunOptions());

    /// <summary>Runs the stage after the job's steps, as the runner does: by another name, with what the start has saved.</summary>
    public static async Task<ProgramRun> RunPostAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, IReadOnlyDictionary<string, string> state)
    {
        using var name = new PostName(Program);
        var run = Begin(arguments, PostName.Environment(environment, state), name.Path, new RunOptions());
        await run.EndAsync();
        return run;
    }

    public static async Task<ProgramRun> RunAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var run = Begin(arguments, environment);
        await run.EndAsync();
        return run;
    }

    /// <summary>Waits for the end; then, always, looks for secrets in everything that is visible.</summary>
    public async Task EndAsync()
    {
        using var limit = new CancellationTokenSource(longest);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: false);
            throw new TimeoutException($"The program did not end within {longest.TotalSeconds} s. It printed:\n{Text}");
        }

        await ended.CancelAsync();
        await watch;
        SecretCheck.NothingShown(this, commandLines);
    }

    /// <summary>Waits until something is true of the run; fails when the program ends before.</summary>
    public async Task UntilAsync(string what, Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(longest);
        while (!condition())
        {
            if (process.HasExited && !condition())
                throw new InvalidOperationException($"The program ended (exit code {process.ExitCode}) before: {what}. It printed:\n{Text}");
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>Sends a signal to the program, which must be alive.</summary>
    public void Signal(int signal) => TrySignal(signal).Should().BeTrue("the program is alive");

    /// <summary>Sends a signal to the program, if it is alive.</summary>
    public bool TrySignal(int signal) => Kill(process.Id, signal) == 0;

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: false);
        process.Dispose();
        ended.Dispose();
        files.Delete(recursive: true);
    }

    /// <summary>Everything that somebody can read afterwards, by name.</summary>
    public IEnumerable<(string Where, string Content)> Visible() =>
        [("log", VisibleText), ("summary", Summary), ("outputs", Read("output")), ("state", Read("state"))];

    /// <summary>A log without the lines by which the runner learns the secrets.</summary>
    public static string WithoutMasks(string log) => string.Join('\n', log.Split('\n').Where(line => !line.StartsWith("::add-mask::", StringComparison.Ordinal)));

    public IReadOnlyList<string> MaskedSecrets() =>
        [.. Text.Split('\n').Where(line => line.StartsWith("::add-mask::", StringComparison.Ordinal))
            .Select(line => line["::add-mask::".Length..].Replace("%0A", "\n").Replace("%0D", "\r").Replace("%25", "%"))];

    private void Collect(string? line)
    {
        if (line is null)
            return;
        lock (printed)
            printed.Append(line).Append('\n');
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(files.FullName, name));

    /// <summary>Collects the command lines of all processes while the program runs: what <c>ps</c> would show.</summary>
    private async Task WatchCommandLines()
    {
        while (!ended.IsCancellationRequested)
        {
            foreach (var directory in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(path[6])))
            {
                try
                {
                    commandLines.Add(File.ReadAllText(directory + "/cmdline"));
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    // It has ended.
                }
            }

            await Task.Delay(50);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
