using System.Globalization;
using System.Security.Cryptography;
using GhaRunner.Faults.Schedules;
using GhaRunner.Simulator;
using GhaRunner.Simulator.GitHub.Access;

namespace GhaRunner.Faults.Worlds;

/// <summary>
/// What one schedule finds: a GitHub and a place for machines of its own, and the means to see what is left in them. The
/// program's requests to all of it go through the simulator's fault script, which counts them.
/// </summary>
internal abstract class FaultWorld : IAsyncDisposable
{
    /// <summary>How many machines a start makes: with two, one can be left behind.</summary>
    public const int Count = 2;

    private const string Repository = "octo-org/octo-repo", ReapersRun = "9999";

    // For how long a runner is online that is not heard of.
    private static readonly TimeSpan offlineAfter = TimeSpan.FromSeconds(5), forEver = TimeSpan.FromDays(1);

    // An engine that was asked for a removal has done it, the last poll of a dead runner is over, and the runner offline.
    private static readonly TimeSpan settled = offlineAfter * 2;

    // Long after any grace.
    private static readonly TimeSpan longAgo = TimeSpan.FromHours(2);

    private readonly DirectoryInfo place = Directory.CreateTempSubdirectory("gha-faults-");
    private readonly string token = $"token-{Guid.NewGuid():n}";
    private SimulatorHost? simulator;

    /// <summary>The provider's name.</summary>
    public abstract string Provider { get; }

    /// <summary>The workflow run, different from those of all other schedules.</summary>
    public long Run { get; } = RandomNumberGenerator.GetInt32(1_000_000_000, int.MaxValue);

    public SimulatorHost Simulator => simulator ?? throw new InvalidOperationException("The world has not begun.");

    /// <summary>The folder that belongs to this world.</summary>
    protected string Place => place.FullName;

    /// <summary>Starts the simulator, and what else there is.</summary>
    public virtual async Task BeginAsync() => simulator = await SimulatorHost.StartAsync(
        Configure(new SimulatorOptions { Tokens = [AccessToken.Administrator(token)], OfflineAfter = SaysGoodbye ? forEver : offlineAfter }));

    /// <summary>The variables of a stage.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="mapping">What the start has handed on.</param>
    public Dictionary<string, string> Environment(Stage stage, string mapping)
    {
        var variables = new Dictionary<string, string>
        {
            ["GITHUB_ACTIONS"] = "true",
            ["GITHUB_API_URL"] = Simulator.ApiUrl.ToString(),
            ["GITHUB_SERVER_URL"] = Simulator.ServerUrl.ToString().TrimEnd('/'),
            ["GITHUB_REPOSITORY"] = Repository,
            ["GITHUB_RUN_ID"] = stage == Stage.Reap ? ReapersRun : Run.ToString(CultureInfo.InvariantCulture),
            ["GITHUB_RUN_ATTEMPT"] = "1",
            ["GITHUB_JOB"] = Words.Of(stage),
            ["RUNNER_TEMP"] = Path.Combine(Place, "temp"),

            // To compile hot methods a second time costs more than it gains in a program that ends within seconds.
            ["DOTNET_TC_CallCountThreshold"] = "30000",
        };
        IEnumerable<(string, string)> inputs =
        [
            ("github-token", token),
            .. Connection,
            .. stage is Stage.Start or Stage.Post ? Machine.Append(("count", Count.ToString(CultureInfo.InvariantCulture))).Append(("timeout", "2m")) : [],
            .. stage == Stage.Stop ? [("mapping", mapping), ("timeout", "2m")] : Array.Empty<(string, string)>(),
        ];
        foreach (var (input, value) in inputs)
            variables[char.IsAsciiLetterUpper(input[0]) ? input : "INPUT_" + input.ToUpperInvariant()] = value;
        return variables;
    }

    /// <summary>The run is over, and has been for hours: what it has left is for the reaper, and runners that are dead are offline.</summary>
    public async Task MoveClockAsync()
    {
        Simulator.GitHub.DeclareRun(Repository, Run, "completed", "cancelled", ago: longAgo);
        if (!SaysGoodbye && Simulator.GitHub.Runners.Count > 0)
            await Task.Delay(settled);
    }

    /// <summary>The machines that exist.</summary>
    public abstract Task<IReadOnlyList<string>> MachinesAsync();

    /// <summary>Everything that exists and should not, once the machines are given back.</summary>
    public async Task<IReadOnlyList<string>> RemainsAsync() =>
    [
        .. (await MachinesAsync()).Select(machine => $"machine {machine}"),
        .. await SideResourcesAsync(),
        .. Simulator.GitHub.Runners.Select(runner => $"registration {runner.Name}"),
    ];

    public virtual async ValueTask DisposeAsync()
    {
        if (simulator is not null)
            await simulator.DisposeAsync();
        place.Delete(recursive: true);
    }

    /// <summary>Whether machines do not really run: they connect once, and say so when they are gone.</summary>
    protected virtual bool SaysGoodbye => false;

    /// <summary>Inputs of every verb, and variables in capitals.</summary>
    protected abstract IEnumerable<(string Input, string Value)> Connection { get; }

    /// <summary>Further inputs of a start.</summary>
    protected virtual IEnumerable<(string Input, string Value)> Machine => [];

    protected virtual SimulatorOptions Configure(SimulatorOptions options) => options;

    /// <summary>What exists beside machines: volumes, processes.</summary>
    protected virtual Task<IReadOnlyList<string>> SideResourcesAsync() => Task.FromResult<IReadOnlyList<string>>([]);
}
