namespace GhaRunner.Simulator.Aws.Capacity;

/// <summary>What there may be capacity of.</summary>
internal readonly record struct Offer(string Region, string Zone, string InstanceType, AwsMarket Market)
{
    public bool Matches(string? region, string? zone, string? instanceType, AwsMarket? market) =>
        (region ?? Region) == Region && (zone ?? Zone) == Zone && (instanceType ?? InstanceType) == InstanceType && (market ?? Market) == Market;
}
