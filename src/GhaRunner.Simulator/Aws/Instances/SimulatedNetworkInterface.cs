namespace GhaRunner.Simulator.Aws.Instances;

/// <summary>A network interface as it was when it was looked at.</summary>
/// <param name="NetworkInterfaceId">Its id.</param>
/// <param name="SubnetId">Its subnet.</param>
/// <param name="DeviceIndex">Its place among the interfaces of its instance.</param>
/// <param name="SecurityGroupIds">Its security groups.</param>
/// <param name="DeleteOnTermination">Whether it goes with its instance.</param>
/// <param name="InstanceId">The instance that it is attached to, if any.</param>
/// <param name="State"><c>in-use</c> or <c>available</c>.</param>
/// <param name="Tags">Its tags.</param>
public sealed record SimulatedNetworkInterface(
    string NetworkInterfaceId,
    string SubnetId,
    int DeviceIndex,
    IReadOnlyList<string> SecurityGroupIds,
    bool DeleteOnTermination,
    string? InstanceId,
    string State,
    IReadOnlyDictionary<string, string> Tags);
