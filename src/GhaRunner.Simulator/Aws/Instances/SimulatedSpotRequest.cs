namespace GhaRunner.Simulator.Aws.Instances;

/// <summary>A request for an instance of the spot market as it was when it was looked at.</summary>
/// <param name="SpotInstanceRequestId">Its id.</param>
/// <param name="InstanceId">Its instance.</param>
/// <param name="Type"><c>one-time</c> or <c>persistent</c>.</param>
/// <param name="InterruptionBehavior"><c>terminate</c>, <c>stop</c> or <c>hibernate</c>.</param>
/// <param name="MaxPrice">The highest price, in US dollars per hour.</param>
/// <param name="State"><c>active</c> or <c>closed</c>.</param>
/// <param name="StatusCode">Such as <c>fulfilled</c> or <c>instance-terminated-by-user</c>.</param>
/// <param name="Tags">Its tags.</param>
public sealed record SimulatedSpotRequest(
    string SpotInstanceRequestId,
    string InstanceId,
    string Type,
    string InterruptionBehavior,
    string MaxPrice,
    string State,
    string StatusCode,
    IReadOnlyDictionary<string, string> Tags);
