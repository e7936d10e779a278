namespace GhaRunner.Simulator.Aws.Instances;

/// <summary>An instance as it was when it was looked at.</summary>
public sealed record SimulatedInstance
{
    /// <summary>Its id.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Its region.</summary>
    public required string Region { get; init; }

    /// <summary>Its zone.</summary>
    public required string Zone { get; init; }

    /// <summary>Its subnet.</summary>
    public required string SubnetId { get; init; }

    /// <summary>Its type.</summary>
    public required string InstanceType { get; init; }

    /// <summary>How it was bought.</summary>
    public required AwsMarket Market { get; init; }

    /// <summary><c>pending</c>, <c>running</c>, <c>shutting-down</c>, <c>terminated</c>, <c>stopping</c> or <c>stopped</c>.</summary>
    public required string State { get; init; }

    /// <summary>The code of its state reason, such as <c>Client.UserInitiatedShutdown</c>; <see langword="null"/> while it lives.</summary>
    public required string? StateReason { get; init; }

    /// <summary>Its tags.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>The client token of its launch.</summary>
    public required string? ClientToken { get; init; }

    /// <summary>Its image.</summary>
    public required string ImageId { get; init; }

    /// <summary>Its user-data, decoded.</summary>
    public required string UserData { get; init; }

    /// <summary>The metadata options that it was launched with, such as <c>HttpTokens</c>.</summary>
    public required IReadOnlyDictionary<string, string> MetadataOptions { get; init; }

    /// <summary><c>stop</c> or <c>terminate</c>: what happens when the guest powers off.</summary>
    public required string ShutdownBehavior { get; init; }

    /// <summary>Its public address, if it has one.</summary>
    public required string? PublicIp { get; init; }

    /// <summary>Its key pair.</summary>
    public required string? KeyName { get; init; }

    /// <summary>The ARN of its instance profile.</summary>
    public required string? InstanceProfileArn { get; init; }

    /// <summary>Its security groups.</summary>
    public required IReadOnlyList<string> SecurityGroupIds { get; init; }

    /// <summary>The volumes that are attached to it.</summary>
    public required IReadOnlyList<string> VolumeIds { get; init; }

    /// <summary>When it was launched.</summary>
    public required DateTimeOffset LaunchTime { get; init; }

    /// <summary>What it has printed on its console.</summary>
    public required string Console { get; init; }
}
