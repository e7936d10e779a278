using GhaRunner.Simulator.Aws.Images;
using GhaRunner.Simulator.Aws.Types;

namespace GhaRunner.Simulator.Aws.Ec2.Launching;

/// <summary>A launch whose parameters are all valid.</summary>
internal sealed record LaunchPlan
{
    public required int MinCount { get; init; }

    public required int MaxCount { get; init; }

    public required AwsImage Image { get; init; }

    public required AwsInstanceType Type { get; init; }

    public required PlannedNetwork Network { get; init; }

    public required IReadOnlyList<PlannedDevice> Devices { get; init; }

    /// <summary>The spot market's options; <see langword="null"/> on demand.</summary>
    public required PlannedSpot? Spot { get; init; }

    public required LaunchTags Tags { get; init; }

    public required string UserData { get; init; }

    public required string? KeyName { get; init; }

    public required string? ProfileArn { get; init; }

    public required string ShutdownBehavior { get; init; }

    public required string? ClientToken { get; init; }

    public required IReadOnlyDictionary<string, string> MetadataOptions { get; init; }

    public required bool TerminationDisabled { get; init; }

    public required string Tenancy { get; init; }

    public required bool EbsOptimized { get; init; }

    public AwsMarket Market => Spot is null ? AwsMarket.OnDemand : AwsMarket.Spot;
}
