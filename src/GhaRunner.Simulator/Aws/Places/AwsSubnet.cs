namespace GhaRunner.Simulator.Aws.Places;

/// <summary>A subnet.</summary>
public sealed record AwsSubnet
{
    /// <summary>Its id, such as <c>subnet-0123456789abcdef0</c>.</summary>
    public required string SubnetId { get; init; }

    /// <summary>The VPC that it is part of.</summary>
    public required string VpcId { get; init; }

    /// <summary>Its zone, such as <c>us-east-1a</c>.</summary>
    public required string Zone { get; init; }

    /// <summary>Whether instances get a public address unless they ask for none.</summary>
    public bool MapPublicIpOnLaunch { get; init; }

    /// <summary>Whether it is the zone's default.</summary>
    public bool DefaultForAz { get; init; }

    /// <summary>How many instances fit in it.</summary>
    /// <value>Default: 4091.</value>
    public int AvailableAddresses { get; init; } = 4091;

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
