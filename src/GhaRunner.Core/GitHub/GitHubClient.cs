using System.Globalization;
using GhaRunner.Abstractions;
using GhaRunner.Core.Bootstrap;
using Polly;
using Refit;

namespace GhaRunner.Core.GitHub;

/// <summary>
/// GitHub's side of a runner's life: which runner to install, its registration, whether it is online, its removal.
/// Passing faults are retried where a repetition is safe; rate limits are waited out. All members may be called
/// concurrently.
/// </summary>
public sealed class GitHubClient : IAsyncDisposable
{
    private const int PageSize = 100;
    private const long DefaultGroupId = 1;

    private readonly RunnerScope scope;
    private readonly Uri serverUrl;
    private readonly ISecretMask mask;
    private readonly HttpMessageHandler budget;
    private readonly HttpClient http;
    private readonly HttpClient appHttp;
    private readonly IGitHubCredential credential;
    private readonly IGitHubApi api;
    private readonly ResiliencePipeline retry;
    private readonly ResiliencePipeline retryThrottled;

    /// <summary>Makes a client; sends nothing yet.</summary>
    /// <param name="options">Validated options.</param>
    /// <param name="run">The run whose repository is the default scope, and GitHub's addresses.</param>
    /// <param name="mask">Takes the secrets that GitHub gives us.</param>
    /// <param name="transport">What sends the requests; ended with this client.</param>
    /// <param name="timeProvider">The clock.</param>
    public GitHubClient(GitHubOptions options, WorkflowRun run, ISecretMask mask, HttpMessageHandler transport, TimeProvider timeProvider)
    {
        scope = ScopeOf(options, run);
        serverUrl = run.ServerUrl;
        this.mask = mask;
        budget = new RequestBudget(timeProvider) { InnerHandler = new AnswerDeadline(timeProvider) { InnerHandler = transport } };
        retry = GitHubHttp.CreateRetry(timeProvider, transientToo: true);
        retryThrottled = GitHubHttp.CreateRetry(timeProvider, transientToo: false);
        var settings = GitHubHttp.CreateSettings(new GitHubErrors(scope, timeProvider));
        appHttp = GitHubHttp.CreateClient(run.ApiUrl, budget);
        credential = options.Token.Length > 0
            ? new TokenCredential(options.Token)
            : new AppCredential(
                RestService.ForGenerated<IGitHubAppApi>(appHttp, settings), options.AppId, options.AppPrivateKey, scope, options.ReadsRuns, mask, retry, timeProvider);
        http = GitHubHttp.CreateClient(run.ApiUrl, new AuthorizationHandler(credential) { InnerHandler = budget });
        api = RestService.ForGenerated<IGitHubApi>(http, settings);
    }

    /// <summary>Where the runners register.</summary>
    public RunnerScope Scope => scope;

    /// <summary>The scope that the options and the run make.</summary>
    /// <param name="options">Validated options.</param>
    /// <param name="run">The run.</param>
    /// <returns>The scope written in the options, else the run's repository.</returns>
    public static RunnerScope ScopeOf(GitHubOptions options, WorkflowRun run) =>
        RunnerScope.TryParse(options.Scope.Length > 0 ? options.Scope : run.Repository, out var parsed)
            ? parsed
            : throw new ActionableException(ErrorCategory.InvalidInput, "scope-missing", "There is no repository to register the runner in.",
                "Set the input scope, or run inside a workflow (GITHUB_REPOSITORY).");

    /// <summary>Finds the runner to install.</summary>
    /// <param name="version"><c>latest</c> or <c>x.y.z</c>.</param>
    /// <param name="architecture">The machine's architecture.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>What GitHub offers this scope; of another version only the address is known, not the checksum.</returns>
    /// <exception cref="ActionableException">GitHub refused or offers none for this architecture.</exception>
    public async Task<RunnerPackage> FindPackageAsync(string version, MachineArchitecture architecture, CancellationToken cancellationToken)
    {
        var downloads = await retry.ExecuteAsync(async ct => await api.ListDownloadsAsync(scope.ApiPath, ct), cancellationToken);
        var name = architecture == MachineArchitecture.Arm64 ? "arm64" : "x64";
        var offered = downloads.FirstOrDefault(download => download.Os == "linux" && download.Architecture == name)
            ?? throw new ActionableException(ErrorCategory.NotFound, "runner-not-offered", $"GitHub offers no runner for linux {name}.", "Check the input architecture.");
        var offeredVersion = VersionOf(offered.Filename);
        return version == "latest" || version == offeredVersion
            ? new RunnerPackage(offeredVersion, new Uri(offered.DownloadUrl), offered.Sha256Checksum?.ToLowerInvariant() ?? "")
            : new RunnerPackage(version, new Uri(offered.DownloadUrl.Replace(offeredVersion, version, StringComparison.Ordinal)), "");

        static string VersionOf(string filename) => Path.GetFileNameWithoutExtension(Path.GetFileNameWithoutExtension(filename)).Split('-')[^1];
    }

    /// <summary>Finds a runner group.</summary>
    /// <param name="nameOrId">A name (compared without case) or an id.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>The group's id and its name, as <c>config.sh</c> takes it; the default group of every scope is asked for nowhere.</returns>
    /// <exception cref="ActionableException">There is no such group, or the scope has none.</exception>
    public async Task<(long Id, string Name)> FindGroupAsync(string nameOrId, CancellationToken cancellationToken)
    {
        if (nameOrId is "" or "1" || nameOrId.Equals("Default", StringComparison.OrdinalIgnoreCase))
            return (DefaultGroupId, "");
        if (scope.Kind == RunnerScopeKind.Repository)
        {
            throw new ActionableException(ErrorCategory.InvalidInput, "runner-group-unknown", $"The repository {scope} has no runner group '{nameOrId}': groups belong to organizations and enterprises.",
                "Set the input scope to the organization, or leave runner-group out.");
        }

        var seen = new List<string>();
        for (var page = 1; ; page++)
        {
            var answer = await retry.ExecuteAsync(async ct => await api.ListRunnerGroupsAsync(scope.ApiPath, PageSize, page, ct), cancellationToken);
            if (answer.RunnerGroups.FirstOrDefault(IsMeant) is { } found)
                return (found.Id, found.Name);
            seen.AddRange(answer.RunnerGroups.Select(group => group.Name));
            if (answer.RunnerGroups.Count < PageSize)
                break;
        }

        throw new ActionableException(ErrorCategory.InvalidInput, "runner-group-unknown", $"{scope} has no runner group '{nameOrId}'.",
            $"Set the input runner-group to one of: {string.Join(", ", seen)}.");

        bool IsMeant(RunnerGroup group) =>
            group.Name.Equals(nameOrId, StringComparison.OrdinalIgnoreCase) || group.Id.ToString(CultureInfo.InvariantCulture) == nameOrId;
    }

    /// <summary>
    /// Makes a just-in-time configuration. Not repeated when the answer is lost: the runner may have been made, and the
    /// caller must look for it by name.
    /// </summary>
    /// <param name="name">The runner's name, unique in the scope.</param>
    /// <param name="groupId">The runner group.</param>
    /// <param name="labels">The only labels that the runner will have.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer.</param>
    /// <returns>The runner's id and the configuration, masked already.</returns>
    /// <exception cref="ActionableException">
    /// <see cref="ErrorCategory.Conflict"/>: the name is taken. <see cref="ErrorCategory.Transient"/>: the effect is unknown.
    /// </exception>
    internal async Task<JitConfigurationAnswer> CreateJitConfigurationAsync(string name, long groupId, IReadOnlyList<string> labels, CancellationToken cancellationToken)
    {
        var answer = await retryThrottled.ExecuteAsync(
            async ct => await api.GenerateJitConfigurationAsync(scope.ApiPath, new JitConfigurationRequest(name, groupId, labels), ct), cancellationToken);
        mask.Mask(answer.EncodedJitConfig);
        return answer;
    }

    /// <summary>Makes a registration token, valid for an hour and for any number of runners.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The token, masked already, and the URL to register with.</returns>
    internal async Task<(string Token, string Url)> CreateRegistrationTokenAsync(CancellationToken cancellationToken)
    {
        var answer = await retry.ExecuteAsync(async ct => await api.CreateRegistrationTokenAsync(scope.ApiPath, ct), cancellationToken);
        mask.Mask(answer.Token);
        return (answer.Token, scope.RegistrationUrl(serverUrl));
    }

    /// <summary>Lists runners: one request for 100 of the scope's, however many are looked for.</summary>
    /// <param name="isWanted">Which to return.</param>
    /// <param name="enough">How many are looked for: the listing stops when that many were found.</param>
    /// <param name="exactName">When set, GitHub is asked for this name alone.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>The wanted runners that exist.</returns>
    /// <exception cref="ActionableException">GitHub refused or could not be asked.</exception>
    public Task<IReadOnlyList<Runner>> ListAsync(Func<Runner, bool> isWanted, int enough, string? exactName, CancellationToken cancellationToken) =>
        ListAsync(scope, isWanted, enough, exactName, cancellationToken);

    /// <summary>Lists all runners of a scope that need not be the client's own.</summary>
    /// <param name="where">The scope.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>The runners that are registered there.</returns>
    /// <exception cref="ActionableException">GitHub refused or could not be asked.</exception>
    public Task<IReadOnlyList<Runner>> ListAsync(RunnerScope where, CancellationToken cancellationToken) =>
        ListAsync(where, _ => true, int.MaxValue, exactName: null, cancellationToken);

    /// <summary>Looks at one attempt of a workflow run.</summary>
    /// <param name="repository">The run's repository, <c>owner/name</c>.</param>
    /// <param name="run">The run.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>The attempt.</returns>
    /// <exception cref="ActionableException">GitHub refused, knows no such run, could not be asked, or answered for another one.</exception>
    public async Task<WorkflowAttempt> GetAttemptAsync(string repository, long run, int attempt, CancellationToken cancellationToken)
    {
        var answer = await retry.ExecuteAsync(async ct => await api.GetRunAttemptAsync(repository, run, attempt, ct), cancellationToken);
        return answer is { } told && told.Id == run && told.RunAttempt == attempt
            ? told : throw GitHubErrors.Senseless($"asking for attempt {attempt} of run {run} in {repository}");
    }

    private async Task<IReadOnlyList<Runner>> ListAsync(
        RunnerScope where, Func<Runner, bool> isWanted, int enough, string? exactName, CancellationToken cancellationToken)
    {
        var found = new List<Runner>();
        for (var page = 1; ; page++)
        {
            var answer = await retry.ExecuteAsync(async ct => await api.ListRunnersAsync(where.ApiPath, exactName, PageSize, page, ct), cancellationToken);
            if (answer?.Runners.Contains(null!) != false)
                throw GitHubErrors.Senseless("listing the runners");
            // What comes or goes between two pages is shown twice.
            found = [.. found.Concat(answer.Runners.Where(isWanted)).DistinctBy(runner => runner.Id)];
            if (answer.Runners.Count < PageSize || found.Count >= enough)
                return found;
        }
    }

    /// <summary>Removes a runner. To remove what is gone succeeds.</summary>
    /// <param name="id">The runner's id.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer.</param>
    /// <returns>A task that ends when it is gone.</returns>
    /// <exception cref="ActionableException"><see cref="ErrorCategory.Conflict"/>: it runs a job. Others: GitHub refused.</exception>
    public Task DeleteAsync(long id, CancellationToken cancellationToken) => DeleteAsync(scope, id, cancellationToken);

    /// <summary>Removes a runner of a scope that need not be the client's own. To remove what is gone succeeds.</summary>
    /// <param name="where">The scope.</param>
    /// <param name="id">The runner's id.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer.</param>
    /// <returns>A task that ends when it is gone.</returns>
    /// <exception cref="ActionableException"><see cref="ErrorCategory.Conflict"/>: it runs a job. Others: GitHub refused.</exception>
    public async Task DeleteAsync(RunnerScope where, long id, CancellationToken cancellationToken)
    {
        try
        {
            await retry.ExecuteAsync(async ct => await api.DeleteRunnerAsync(where.ApiPath, id, ct), cancellationToken);
        }
        catch (ActionableException exception) when (exception.Category == ErrorCategory.NotFound)
        {
            // Somebody, or the end of its job, was faster.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await credential.DisposeAsync();
        http.Dispose();
        appHttp.Dispose();
        budget.Dispose();
    }
}
