using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.GitHub.Access;
using GhaRunner.Simulator.GitHub.Runners;

namespace GhaRunner.Simulator;

/// <summary>What a simulator is like: where it listens, whom it knows, how fast and how forgetful it is.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The token that is valid unless <see cref="Tokens"/> says otherwise; it may do everything.</summary>
    public const string DefaultToken = "simulator-token";

    /// <summary>The TCP port to listen on.</summary>
    /// <value>0, the default, takes a free one.</value>
    public int Port { get; init; }

    /// <summary>Whether to listen on all IPv4 interfaces, so that containers can reach the simulator.</summary>
    /// <value>Default: <see langword="false"/>, loopback alone.</value>
    public bool ListenOnAllInterfaces { get; init; }

    /// <summary>The host in every URL that the simulator hands out: API and server URL, downloads, runner configuration.</summary>
    /// <value>Default: <c>127.0.0.1</c>. For containers: the gateway address of their bridge.</value>
    public string AdvertisedHost { get; init; } = "127.0.0.1";

    /// <summary>The clock of everything that expires or goes offline.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How long every API call takes at least.</summary>
    /// <value>Default: zero.</value>
    public TimeSpan Latency { get; init; }

    /// <summary>A runner whose session has not been heard of for this long is offline.</summary>
    /// <value>Default: 5 seconds.</value>
    public TimeSpan OfflineAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A running job whose runner has not been heard of for this long fails.</summary>
    /// <value>Default: 10 seconds (the real one waits for more than ten minutes).</value>
    public TimeSpan LostCommunicationAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The scopes that exist: <c>owner/repository</c>, <c>organization</c> or <c>enterprises/slug</c>.</summary>
    /// <value>Default: one of each, <c>octo-org/octo-repo</c>, <c>octo-org</c> and <c>enterprises/octo-corp</c>.</value>
    public IReadOnlyList<string> Scopes { get; init; } = ["octo-org/octo-repo", "octo-org", "enterprises/octo-corp"];

    /// <summary>Runner groups besides the group <c>Default</c>, id 1, that every organization and enterprise has.</summary>
    public IReadOnlyList<RunnerGroup> RunnerGroups { get; init; } = [];

    /// <summary>The tokens that are valid.</summary>
    /// <value>Default: <see cref="DefaultToken"/>, which may do everything.</value>
    public IReadOnlyList<AccessToken> Tokens { get; init; } = [AccessToken.Administrator(DefaultToken)];

    /// <summary>The GitHub App that exists, if any.</summary>
    public GitHubApp? App { get; init; }

    /// <summary>Whether the server knows just-in-time configurations; an old GitHub Enterprise Server does not.</summary>
    /// <value>Default: <see langword="true"/>. When <see langword="false"/>, <c>generate-jitconfig</c> answers 404.</value>
    public bool JitSupported { get; init; } = true;

    /// <summary>The least length of an encoded JIT configuration, in bytes; shorter ones are padded to about that.</summary>
    /// <value>Default: 0, which leaves the natural size of about 4 KB.</value>
    public int JitConfigurationBytes { get; init; }

    /// <summary>The version of the runner that is offered for download.</summary>
    public string RunnerVersion { get; init; } = "2.336.0";

    /// <summary>What the simulated AWS is like.</summary>
    public AwsOptions Aws { get; init; } = new();
}
