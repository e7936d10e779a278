using GhaRunner.Abstractions;
using GhaRunner.Core.Deployment;
using GhaRunner.Core.GitHub;
using GhaRunner.Core.Reaping;
using GhaRunner.Core.TearDown;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GhaRunner.Core.Tests.Support;

/// <summary>A fake cloud, a fake GitHub and a clock that goes only when nothing else does.</summary>
internal sealed class Scene : IDeploymentObserver, ISecretMask
{
    public Scene()
    {
        Cloud = new FakeCloud(Clock);
        GitHub = new FakeGitHub { IsOnline = (_, label) => Cloud.IsRunning(label) };
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));

    public FakeCloud Cloud { get; }

    public FakeGitHub GitHub { get; }

    public StartOptions Options { get; } = new()
    {
        RunnerGroup = "Default", Count = 1, RunnerVersion = "latest", Ephemeral = true,
        Timeout = TimeSpan.FromMinutes(10), MaxLifetime = TimeSpan.FromHours(6), IdleTimeout = TimeSpan.FromMinutes(15),
    };

    public WorkflowRun Run { get; set; } = new()
    {
        Repository = "octo-org/octo-repo", RunId = 4711, RunAttempt = 1, Job = "start",
        ApiUrl = new Uri("https://api.github.test"), ServerUrl = new Uri("https://github.test"),
        IdTokenRequest = new IdTokenRequest(new Uri("https://tokens.test/id?api-version=2.0"), "what-the-runner-gave"),
    };

    /// <summary>The machines that the observer was told of, each time.</summary>
    public List<string[]> Told { get; } = [];

    /// <summary>Runs when the observer is told.</summary>
    public Action<IReadOnlyList<LeasedMachine>> OnTold { get; set; } = _ => { };

    /// <summary>What was masked.</summary>
    public List<string> Masked { get; } = [];

    /// <summary>What a start or stop may leave: machines and registrations.</summary>
    public IEnumerable<string> Left => Cloud.Alive.Concat(GitHub.Runners);

    public Ownership Owned(int index = 1, string start = "abcd1234", long run = 4711, int attempt = 1) => new()
    {
        Repository = Run.Repository, RunId = run, RunAttempt = attempt, Job = Run.Job, Start = start, Index = index,
        Scope = Run.Repository, ExpiresAt = Clock.GetUtcNow() + Options.MaxLifetime,
    };

    public GitHubClient Connect() => new(new GitHubOptions { Token = "a-token-for-tests" }, Run, this, GitHub, Clock);

    public async Task<DeploymentReport> StartAsync(CancellationToken cancellationToken = default, CancellationToken hurry = default)
    {
        await using var github = Connect();
        var start = new StartRunners(Cloud, github, Options, Run, this, new Random(1), Clock, NullLogger<StartRunners>.Instance);
        return await DriveAsync(() => start.RunAsync(cancellationToken, hurry));
    }

    public async Task<TearDownReport> StopAsync(string mapping = "", CancellationToken cancellationToken = default)
    {
        await using var github = Connect();
        var options = new StopOptions { Mapping = mapping, Timeout = TimeSpan.FromMinutes(10) };
        var stop = new StopRunners(Cloud, github, options, Run, Clock, NullLogger<StopRunners>.Instance);
        return await DriveAsync(() => stop.RunAsync(cancellationToken));
    }

    public async Task<ReapReport> ReapAsync(bool dryRun = false, IMachineProvider? provider = null, string scope = "", CancellationToken cancellationToken = default)
    {
        await using var github = new GitHubClient(new GitHubOptions { Token = "a-token-for-tests", Scope = scope }, Run, this, GitHub, Clock);
        var options = new ReapOptions { Grace = TimeSpan.FromMinutes(15), DryRun = dryRun };
        var reap = new ReapRunners(provider ?? Cloud, github, options, Run, Clock, NullLogger<ReapRunners>.Instance);
        return await DriveAsync(() => reap.RunAsync(cancellationToken));
    }

    /// <summary>Runs something, and advances the clock whenever it only waits.</summary>
    public Task<T> DriveAsync<T>(Func<Task<T>> work) => ClockDrive.RunAsync(Clock, work);

    /// <summary>Whether somebody else has given the start up.</summary>
    public Func<bool> IsGivenUp { get; set; } = () => false;

    bool IDeploymentObserver.IsGivenUp => IsGivenUp();

    void IDeploymentObserver.Begun(string start)
    {
    }

    void IDeploymentObserver.MachinesChanged(IReadOnlyList<LeasedMachine> machines)
    {
        Told.Add([.. machines.Select(machine => machine.Label)]);
        OnTold(machines);
    }

    /// <summary>Whether the start has confirmed that nothing is left.</summary>
    public bool ToldNothingLeft { get; private set; }

    void IDeploymentObserver.NothingLeft() => ToldNothingLeft = true;

    void ISecretMask.Mask(string secret)
    {
        lock (Masked)
            Masked.Add(secret);
    }
}
