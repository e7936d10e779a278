using GhaRunner.Simulator.GitHub.Access;
using GhaRunner.Simulator.GitHub.Api;
using GhaRunner.Simulator.GitHub.Jobs;
using GhaRunner.Simulator.GitHub.Runners;
using GhaRunner.Simulator.GitHub.Runs;
using GhaRunner.Simulator.GitHub.StandIn;

namespace GhaRunner.Simulator.GitHub;

/// <summary>The parts of the simulated GitHub, wired together; every endpoint gets what it needs from here.</summary>
internal sealed class GitHubServices
{
    public GitHubServices(SimulatorOptions options, Uri serverUrl)
    {
        (Options, ServerUrl) = (options, serverUrl);
        Fleet = new Fleet(options, Pulse);
        Sessions = new Sessions(Fleet, options, Pulse);
        Runs = new RunBook(options.TimeProvider);
        Jobs = new JobQueue(Fleet, Runs, options, Pulse);
        Tokens = new TokenStore(options);
        RegistrationTokens = new RegistrationTokens(options.TimeProvider);
        Groups = new RunnerGroups(options.RunnerGroups);
        Pipeline = new ApiPipeline(options, Tokens);
        Packages = new RunnerPackages(options.RunnerVersion);
    }

    public SimulatorOptions Options { get; }

    /// <summary>The server's URL as it is handed out.</summary>
    public Uri ServerUrl { get; }

    public Pulse Pulse { get; } = new();

    public Fleet Fleet { get; }

    public Sessions Sessions { get; }

    public RunBook Runs { get; }

    public JobQueue Jobs { get; }

    public TokenStore Tokens { get; }

    public RegistrationTokens RegistrationTokens { get; }

    public RunnerGroups Groups { get; }

    public ApiPipeline Pipeline { get; }

    public RunnerPackages Packages { get; }
}
