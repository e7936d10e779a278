using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using GhaRunner.Abstractions;
using GhaRunner.Core.Bootstrap;
using GhaRunner.Core.GitHub;
using Microsoft.Extensions.Logging;

namespace GhaRunner.Core.Deployment;

/// <summary>
/// The start: registers the runners, makes the machines side by side, waits until all are online. All or nothing: when
/// anything fails or the start is cancelled, it takes away what it made, and tells what it could not take away.
/// </summary>
/// <param name="provider">Where the machines come from.</param>
/// <param name="github">Where the runners register.</param>
/// <param name="options">Validated options.</param>
/// <param name="run">The run that owns the machines.</param>
/// <param name="observer">Is told of every machine as soon as it exists.</param>
/// <param name="random">Makes the start's identity, and pauses that differ.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="logger">The log for people.</param>
public sealed partial class StartRunners(
    IMachineProvider provider,
    GitHubClient github,
    StartOptions options,
    WorkflowRun run,
    IDeploymentObserver observer,
    Random random,
    TimeProvider timeProvider,
    ILogger<StartRunners> logger)
{
    private const int ConcurrentLaunches = 32;

    /// <summary>A just-in-time configuration is about 4 KB of text that does not pack.</summary>
    private const int UsualRegistration = 3000;

    private int unverifiedToldOf;
    private readonly ConcurrentDictionary<(string Version, MachineArchitecture), Task<RunnerPackage>> packages = new();

    /// <summary>Runs the start to its end.</summary>
    /// <param name="cancellationToken">
    /// Cancels the start: nothing new is begun, and what exists is rolled back within seconds; what could not be stays in
    /// the report and with the observer.
    /// </param>
    /// <param name="hurry">Comes with or after the cancel when hardly any time is left: two seconds, all in all.</param>
    /// <returns>The report; a failure is in it, not thrown.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever fails, what was made must be taken away; the failure goes into the report.")]
    public async Task<DeploymentReport> RunAsync(CancellationToken cancellationToken, CancellationToken hurry)
    {
        var begun = timeProvider.GetTimestamp();
        var report = new DeploymentReport { Provider = provider.Name };
        var walk = new CandidateWalk([]);
        Batch? batch = null;
        try
        {
            var start = new string(random.GetItems<char>("abcdefghijklmnopqrstuvwxyz0123456789", 8));
            if (!options.DryRun)
                observer.Begun(start);
            var candidates = await PassingFaults.OutlastAsync(provider.ListCandidatesAsync, timeProvider, cancellationToken);
            CheckArchitecture(candidates);
            var group = await github.FindGroupAsync(options.RunnerGroup, cancellationToken);
            CheckSize(await FindPackageAsync(candidates[0], cancellationToken));
            if (options.DryRun)
                return report with { Candidates = await PriceAsync(candidates, cancellationToken), Elapsed = Elapsed() };

            walk = new CandidateWalk(candidates);
            batch = new Batch(NewLeases(start), observer);
            report = report with { Leases = batch.Leases };
            using var registrar = new RunnerRegistrar(github, group.Name, group.Id, options.Labels, options.Ephemeral, timeProvider, logger);
            var launcher = new Launcher(provider, github, registrar, walk, observer, FindPackageAsync, options, random, timeProvider, logger);
            await LaunchAndWaitAsync(batch, launcher, Elapsed, cancellationToken, hurry);
            return report with { Attempts = walk.Attempts, Elapsed = Elapsed() };
        }
        catch (Exception failure)
        {
            report = report with { Attempts = walk.Attempts, Failure = failure };
            if (batch is null && !options.DryRun)
                observer.NothingLeft();
            else if (batch is not null)
                report = await new Retreat(provider, github, timeProvider, logger).UndoAsync(report, batch, cancellationToken, hurry);
            return report with { Elapsed = Elapsed() };
        }

        TimeSpan Elapsed() => timeProvider.GetElapsedTime(begun);
    }

    /// <summary>
    /// Launches all machines and waits for all runners at the same time. The first failure ends the others, and this
    /// returns only when nothing is under way any more, so that what is rolled back is all there is.
    /// </summary>
    private async Task LaunchAndWaitAsync(Batch batch, Launcher launcher, Func<TimeSpan> elapsed, CancellationToken cancellationToken, CancellationToken hurry)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var abandon = new CancellationTokenSource(Timeout.InfiniteTimeSpan, timeProvider);
        using var onCancel = cancellationToken.Register(() => abandon.CancelAfter(Retreat.PatienceWhenCancelled));
        using var onHurry = hurry.Register(() => abandon.CancelAfter(Retreat.PatienceInAHurry));
        using var places = new SemaphoreSlim(ConcurrentLaunches);
        var readiness = new Readiness(provider, github, ReplaceAsync, options, timeProvider, logger);
        List<Task> tasks = [.. batch.Leases.Select(LaunchAsync), readiness.WaitAsync(batch.Leases, batch.Filter, elapsed, stop.Token)];
        Exception? failure = null;
        await foreach (var task in Task.WhenEach(tasks))
        {
            if (task.IsCompletedSuccessfully || failure is not null)
                continue;
            failure = task.Exception?.InnerException ?? GivenUp(cancellationToken);
            await stop.CancelAsync();
            if (!cancellationToken.IsCancellationRequested)
                abandon.CancelAfter(Retreat.PatienceWhenFailed);
        }

        batch.Publish();
        cancellationToken.ThrowIfCancellationRequested();
        if (failure is not null)
            throw failure;

        Task LaunchAsync(Lease lease) => BringUpAsync(lease, () => launcher.LaunchAsync(lease, elapsed, stop.Token, abandon.Token), stop.Token);

        Task ReplaceAsync(Lease lease, ActionableException why, CancellationToken end) =>
            BringUpAsync(lease, () => launcher.ReplaceAsync(lease, why, elapsed, end, abandon.Token), end);

        async Task BringUpAsync(Lease lease, Func<Task<Candidate>> launch, CancellationToken end)
        {
            await places.WaitAsync(end);
            try
            {
                var candidate = await launch();
                batch.Publish();
                if (await PriceAsync(candidate, end) is { } price && ReferenceEquals(lease.Candidate, candidate))
                {
                    lease.HourlyPrice = price;
                    LogPrice(lease.Label, price);
                }
            }
            finally
            {
                places.Release();
            }
        }
    }

    /// <summary>A call that ended as cancelled: by our cancel, or because somebody below gave it up.</summary>
    private static Exception GivenUp(CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? new OperationCanceledException(cancellationToken)
        : new ActionableException(ErrorCategory.Transient, "call-given-up", "The provider gave up a call before it was answered.", "Try again.");

    private void CheckArchitecture(IReadOnlyList<Candidate> candidates)
    {
        if (options.Architecture is { } wanted && candidates.FirstOrDefault(candidate => candidate.Architecture is { } own && own != wanted) is { } misfit)
        {
            throw new ActionableException(
                ErrorCategory.InvalidInput, "architecture-mismatch",
                $"The input architecture says {Name(wanted)}, but {misfit} is {Name(misfit.Architecture!.Value)}.",
                "Leave architecture out, it then follows the machine; or name machines of that architecture only.");
        }

        static string Name(MachineArchitecture architecture) => architecture.ToString().ToLowerInvariant();
    }

    /// <summary>Whether the setup script fits, with a registration of usual size: it is refused before anything is made.</summary>
    private void CheckSize(RunnerPackage? package)
    {
        var registration = new RunnerRegistration { Name = "", JitConfiguration = Convert.ToBase64String(RandomNumberGenerator.GetBytes(UsualRegistration)) };
        var size = Encoding.UTF8.GetByteCount(BootstrapRenderer.Render(Launcher.Plan(registration, package, options), provider.BootstrapFormat).UserData);
        if (size > provider.LongestUserData)
        {
            throw new ActionableException(
                ErrorCategory.InvalidInput, "setup-script-too-long",
                $"The machine's user-data would be {size} bytes long, packed, and {provider.Name} takes {provider.LongestUserData}.",
                "Shorten the input setup-script: have it download what is long, or put that into the image.");
        }
    }

    private Lease[] NewLeases(string start)
    {
        var expiresAt = timeProvider.GetUtcNow() + options.MaxLifetime;
        return [.. Enumerable.Range(1, options.Count).Select(index => new Lease(new Ownership
        {
            Repository = run.Repository,
            RunId = run.RunId,
            RunAttempt = run.RunAttempt,
            Job = run.Job,
            Start = start,
            Index = index,
            Scope = github.Scope.Name,
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(expiresAt.ToUnixTimeSeconds()),
        }))];
    }

    private async Task<RunnerPackage?> FindPackageAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        if (options.RunnerVersion == "preinstalled")
            return null;
        var architecture = options.Architecture ?? candidate.Architecture ?? MachineArchitecture.X64;
        var package = await packages.GetOrAdd((options.RunnerVersion, architecture), key => github.FindPackageAsync(key.Version, key.Item2, cancellationToken));
        if (package.Sha256.Length == 0 && Interlocked.Exchange(ref unverifiedToldOf, 1) == 0)
            LogUnverified(package.Version);
        return package;
    }

    private async Task<IReadOnlyList<(Candidate, decimal?)>> PriceAsync(IReadOnlyList<Candidate> candidates, CancellationToken cancellationToken)
    {
        var priced = new List<(Candidate, decimal?)>();
        foreach (var candidate in candidates)
            priced.Add((candidate, await PriceAsync(candidate, cancellationToken)));
        return priced;
    }

    /// <summary>A price is good to know, and never a reason to fail.</summary>
    private async Task<decimal?> PriceAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        try
        {
            return provider is IPriceSource prices ? await prices.GetHourlyPriceAsync(candidate, cancellationToken) : null;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Label}: the machine costs {Price:0.####} USD an hour")]
    private partial void LogPrice(string label, decimal price);

    [LoggerMessage(Level = LogLevel.Warning, Message = "GitHub tells no checksum of runner {Version}: its download is not verified. It does for the version that it offers, runner-version latest.")]
    private partial void LogUnverified(string version);
}
