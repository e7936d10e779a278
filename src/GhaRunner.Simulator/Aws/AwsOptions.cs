using GhaRunner.Simulator.Aws.Access;
using GhaRunner.Simulator.Aws.Booting;
using GhaRunner.Simulator.Aws.Places;
using GhaRunner.Simulator.Aws.Types;

namespace GhaRunner.Simulator.Aws;

/// <summary>What the simulated AWS is like: what it offers, whom it knows, how fast and how forgetful it is.</summary>
public sealed record AwsOptions
{
    /// <summary>The number of the account, 12 digits.</summary>
    public string AccountId { get; init; } = "123456789012";

    /// <summary>The access keys that are valid.</summary>
    /// <value>Default: one that is made at random, with which everything may be done.</value>
    public IReadOnlyList<AwsAccessKey> AccessKeys { get; init; } = [AwsAccessKey.Generate()];

    /// <summary>The roles that a workflow may assume.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<AwsRole> Roles { get; init; } = [];

    /// <summary>The regions. The first one is asked when a request names none.</summary>
    /// <value>Default: <c>us-east-1</c>, <c>us-west-2</c> and <c>eu-central-1</c>, each with a default VPC.</value>
    public IReadOnlyList<AwsRegion> Regions { get; init; } = [new("us-east-1", "abc"), new("us-west-2", "abcd"), new("eu-central-1", "abc")];

    /// <summary>The instance types.</summary>
    /// <value>Default: <see cref="AwsInstanceType.Defaults"/>.</value>
    public IReadOnlyList<AwsInstanceType> InstanceTypes { get; init; } = AwsInstanceType.Defaults;

    /// <summary>The names of the key pairs that exist in every region.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string> KeyPairs { get; init; } = [];

    /// <summary>The names of the instance profiles that exist.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string> InstanceProfiles { get; init; } = [];

    /// <summary>How long an instance is <c>pending</c>.</summary>
    /// <value>Default: zero; the answer to its launch says <c>pending</c> all the same.</value>
    public TimeSpan BootDelay { get; init; }

    /// <summary>How long an instance is <c>shutting-down</c> or <c>stopping</c>.</summary>
    /// <value>Default: zero; the answer to its termination says <c>shutting-down</c> all the same.</value>
    public TimeSpan ShutdownDelay { get; init; }

    /// <summary>How long after its launch an instance cannot be found.</summary>
    /// <value>Default: zero.</value>
    public TimeSpan VisibleAfter { get; init; }

    /// <summary>Whether an instance that cannot be found yet can be terminated.</summary>
    /// <value>Default: <see langword="true"/>; when not, its termination answers <c>InvalidInstanceID.NotFound</c>.</value>
    public bool TerminatesUnseen { get; init; } = true;

    /// <summary>How many times <c>RunInstances</c> may be asked at once in a region; beyond that the answer is <c>RequestLimitExceeded</c>.</summary>
    /// <value>Default: <see langword="null"/>, as often as one likes.</value>
    public int? LaunchBurst { get; init; }

    /// <summary>How many more times <c>RunInstances</c> may be asked with each second, up to <see cref="LaunchBurst"/>.</summary>
    /// <value>Default: 2.</value>
    public double LaunchesPerSecond { get; init; } = 2;

    /// <summary>How many results a page has at most, whatever is asked for.</summary>
    /// <value>Default: 1000.</value>
    public int PageSize { get; init; } = 1000;

    /// <summary>Runs what instances are given to boot.</summary>
    /// <value>Default: <see langword="null"/>, nothing runs in them.</value>
    public IInstanceHost? InstanceHost { get; init; }
}
