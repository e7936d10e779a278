using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GhaRunner.Simulator.GitHub.Access;
using GhaRunner.Simulator.GitHub.Jobs;

namespace GhaRunner.Simulator.Demo;

/// <summary>
/// The workflow that a user writes, with one provider: <c>start</c>; <c>test</c>, which needs it and runs on its runners;
/// and <c>stop</c>, always. Plays the part of GitHub and of the hosted runner that the first and the last job run on.
/// </summary>
internal sealed class ThreeJobs : IAsyncDisposable
{
    private const string Repository = "octo-org/octo-repo";
    private const int Interrupted = 130, StopTries = 3;
    private static readonly TimeSpan s_jobLimit = TimeSpan.FromMinutes(1), s_look = TimeSpan.FromMilliseconds(50);

    private static readonly string[] s_steps =
    [
        "echo \"$(uname -srm), $(nproc) processors\"",
        """
        for limit in 1000 10000 100000; do
          echo "$(seq $limit | factor | grep -c '^[0-9]*: [0-9]*$') primes up to $limit"
          sleep 0.3
        done
        """,
        "echo \"Hello from $RUNNER_NAME\"",
    ];

    private readonly DemoProvider _provider;
    private readonly DemoOptions _options;
    private readonly DemoScreen _screen;
    private readonly string _directory;
    private readonly string _token = $"demo-{RandomNumberGenerator.GetHexString(40, lowercase: true)}";
    private readonly long _runId = RandomNumberGenerator.GetInt32(1_000_000_000, int.MaxValue);
    private readonly DemoJob _start, _test, _stop;
    private SimulatorHost? _simulator;

    public ThreeJobs(DemoProvider provider, DemoOptions options, DemoScreen screen, string directory)
    {
        (_provider, _options, _screen, _directory) = (provider, options, screen, Path.Combine(directory, "steps", provider.Name));
        Jobs = [.. ((string[])["start", "test", "stop"]).Select(name => new DemoJob(provider.Name, name, TimeProvider.System))];
        (_start, _test, _stop) = (Jobs[0], Jobs[1], Jobs[2]);
    }

    /// <summary>The jobs, in their order.</summary>
    public IReadOnlyList<DemoJob> Jobs { get; }

    /// <summary>What is gone, and what is left, after the jobs.</summary>
    public IReadOnlyList<Proof> Proofs { get; private set; } = [];

    /// <summary>Runs the workflow; never fails, the jobs do.</summary>
    /// <param name="cancellationToken">Cancels the run: then <c>stop</c> alone still comes.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var options = _provider.Configure(new SimulatorOptions { Scopes = [Repository], Tokens = [AccessToken.Administrator(_token)] });
        _simulator = await SimulatorHost.StartAsync(options, CancellationToken.None);
        if (_provider.Note.Length > 0)
            _screen.Say("grey", $"{_provider.Name}: {_provider.Note}");

        var (_, outputs) = await RunStepAsync(_start, StartInputs(), cancellationToken);
        var labels = JsonNode.Parse(outputs.GetValueOrDefault("instances", "[]"))!.AsArray().Select(label => label!.GetValue<string>());
        if (_start.State == JobState.Succeeded && !cancellationToken.IsCancellationRequested)
            await RunTestAsync([.. labels], cancellationToken);
        else
            _screen.End(_test, JobState.Skipped);

        // Ctrl-C at a terminal reaches a program that runs, too: a stop that it has cancelled is done again.
        var mapping = new Dictionary<string, string> { ["mapping"] = outputs.GetValueOrDefault("mapping", ""), ["timeout"] = "1m" };
        for (var tries = 1; (await RunStepAsync(_stop, mapping, CancellationToken.None)).ExitCode == Interrupted && tries < StopTries; tries++)
        {
        }

        Proofs =
        [
            .. await _provider.ProveGoneAsync(_simulator, _runId.ToString(CultureInfo.InvariantCulture), CancellationToken.None),
            Proof.Nothing($"registration in {Repository}", [.. _simulator.GitHub.Runners.Select(runner => runner.Name)]),
        ];
        Proofs = [.. Proofs.Select(proof => proof with { Text = $"{_provider.Name}: {proof.Text}" })];
    }

    /// <summary>Ends the simulated GitHub.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_simulator is not null)
            await _simulator.DisposeAsync();
        _provider.Owned?.Dispose();
    }

    private Dictionary<string, string> StartInputs() => new(_provider.Machine)
    {
        ["count"] = _options.Count.ToString(CultureInfo.InvariantCulture),
        ["timeout"] = "1m",
        ["max-lifetime"] = "10m", // Should all of this be killed, the machine ends by itself.
    };

    private async Task<(int ExitCode, IReadOnlyDictionary<string, string> Outputs)> RunStepAsync(
        DemoJob job, Dictionary<string, string> inputs, CancellationToken cancellationToken)
    {
        var context = new StepContext(Path.Combine(_directory, job.Name))
        {
            Repository = Repository, RunId = _runId, Job = job.Name, ApiUrl = _simulator!.ApiUrl, ServerUrl = _simulator.ServerUrl,
            Environment = _provider.Environment(_simulator), Inputs = [.. inputs, .. _provider.Connection, KeyValuePair.Create("github-token", _token)],
        };
        _screen.Begin(job, $"uses: {job.Name}-{_provider.Name}, with: {string.Join(", ", inputs.Concat(_provider.Connection).Select(input => $"{input.Key}: {input.Value}"))}");
        var tokens = context.Environment.Where(variable => variable.Key.EndsWith("_TOKEN", StringComparison.Ordinal)).Select(variable => variable.Value);
        var log = new WorkflowLog(job.Name, [_token, .. tokens]);
        var exitCode = await StepProcess.RunAsync(_options.Program, [job.Name, _provider.Name], context.Variables, line => _screen.Log(log, line), cancellationToken);
        job.Summary = context.Files.Summary;
        if (exitCode != 0)
            _screen.Log(log, $"##[error]Process completed with exit code {exitCode}.");
        _screen.End(job, exitCode == 0 ? JobState.Succeeded : JobState.Failed);
        return (exitCode, context.Files.ReadOutputs());
    }

    /// <summary>A job on each runner, as a matrix over the output <c>instances</c> makes them.</summary>
    private async Task RunTestAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken)
    {
        _screen.Begin(_test, $"runs-on: {string.Join(" and ", labels)}");
        var jobs = labels.Select((label, index) => _simulator!.GitHub.EnqueueJob(
            Repository, _runId, labels.Count == 1 ? _test.Name : $"{_test.Name} {index + 1}", [label], s_steps)).ToList();
        var conclusions = await Task.WhenAll(jobs.Select(job => FollowAsync(job, cancellationToken)));
        _screen.End(_test, conclusions.Length > 0 && conclusions.All(conclusion => conclusion == "success") ? JobState.Succeeded : JobState.Failed);
    }

    private async Task<string> FollowAsync(SimulatedJob job, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_jobLimit, TimeProvider.System);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        await using var cancellation = end.Token.Register(job.Cancel);
        var log = new WorkflowLog(job.Name, _token) { GroupsAreFolded = true };
        for (var (shown, done) = (0, false); !done;)
        {
            done = job.Completion.IsCompleted;
            var text = job.Log;
            for (int next; (next = text.IndexOf('\n', shown)) >= 0; shown = next + 1)
                _screen.Log(log, text[shown..next]);
            await Task.WhenAny(job.Completion, Task.Delay(s_look, TimeProvider.System, CancellationToken.None));
        }

        return await job.Completion;
    }
}
