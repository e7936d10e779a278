using GhaRunner.Simulator.GitHub.Jobs;
using GhaRunner.Simulator.GitHub.Runners;

namespace GhaRunner.Simulator.GitHub;

/// <summary>The simulated GitHub, as its puppeteer sees it. May be used from any thread.</summary>
public sealed class GitHubSimulator : IAsyncDisposable
{
    private static readonly TimeSpan s_sweepEvery = TimeSpan.FromMilliseconds(250);
    private readonly ITimer _sweep;

    internal GitHubSimulator(GitHubServices services, SimulatorOptions options)
    {
        Services = services;
        _sweep = options.TimeProvider.CreateTimer(_ => Sweep(), null, s_sweepEvery, s_sweepEvery);
    }

    /// <summary>The registrations of all scopes, in the order in which they were made.</summary>
    public IReadOnlyList<SimulatedRunner> Runners => Services.Fleet.List(_ => true, (runner, online) => runner.ToSnapshot(online));

    /// <summary>The jobs of all repositories, in the order in which they were queued.</summary>
    public IReadOnlyList<SimulatedJob> Jobs => Services.Jobs.List(_ => true);

    internal GitHubServices Services { get; }

    /// <summary>
    /// Queues a job. It goes to an idle, online runner of the repository, its organization or an enterprise that has
    /// all its labels. A run that was not declared is then in progress.
    /// </summary>
    /// <param name="repository">The repository, as <c>owner/name</c>.</param>
    /// <param name="runId">The run it belongs to.</param>
    /// <param name="name">The job's name.</param>
    /// <param name="labels">What <c>runs-on</c> says.</param>
    /// <param name="steps">Scripts, each run by its own <c>bash -e</c>.</param>
    /// <returns>The job, which tells its state, its log and its end.</returns>
    public SimulatedJob EnqueueJob(string repository, long runId, string name, IEnumerable<string> labels, params IEnumerable<string> steps) =>
        Services.Jobs.Enqueue(new JobSpecification
        {
            Repository = repository,
            RunId = runId,
            Name = name,
            Labels = [.. labels],
            Steps = [.. steps],
        });

    /// <summary>Finds a job.</summary>
    /// <param name="id">The job's number.</param>
    /// <returns>The job, or <see langword="null"/>.</returns>
    public SimulatedJob? FindJob(long id) => Services.Jobs.Find(id);

    /// <summary>Declares an attempt of a workflow run, or changes it.</summary>
    /// <param name="repository">The repository, as <c>owner/name</c>.</param>
    /// <param name="runId">The run's number.</param>
    /// <param name="status">Its status, such as <c>in_progress</c> or <c>completed</c>.</param>
    /// <param name="conclusion">Its conclusion, such as <c>success</c>; <see langword="null"/> before it is completed.</param>
    /// <param name="attempt">The attempt, from 1; the highest one declared is the latest.</param>
    /// <param name="ago">How long ago it came to that status.</param>
    public void DeclareRun(string repository, long runId, string status = "in_progress", string? conclusion = null, int attempt = 1, TimeSpan ago = default) =>
        Services.Runs.Declare(repository, runId, status, conclusion, attempt, ago);

    /// <summary>Registers a runner that never connects, as a start that died leaves one behind.</summary>
    /// <param name="scope">Where: <c>owner/repository</c>, <c>organization</c> or <c>enterprises/slug</c>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="labels">Its labels.</param>
    /// <returns>The registration.</returns>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    public SimulatedRunner AddOfflineRunner(string scope, string name, params IEnumerable<string> labels)
    {
        var where = RunnerScope.Parse(scope);
        var runner = Services.Fleet.Register(new RunnerSpecification
        {
            Scope = where,
            Name = name,
            Labels = [.. labels.Select(label => new RunnerLabel(label))],
            Group = Services.Groups.Of(where)[0],
            Ephemeral = true,
        });
        return runner?.ToSnapshot(online: false) ?? throw new InvalidOperationException($"A runner with the name {name} already exists in {scope}.");
    }

    /// <summary>Stops looking for lost runners.</summary>
    /// <returns>A task that ends when the last look has.</returns>
    public ValueTask DisposeAsync() => _sweep.DisposeAsync();

    private void Sweep()
    {
        foreach (var job in Services.Fleet.Sweep())
            Services.Jobs.FailLost(job);
    }
}
