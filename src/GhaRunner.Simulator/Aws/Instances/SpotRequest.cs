namespace GhaRunner.Simulator.Aws.Instances;

/// <summary>A request for an instance of the spot market. The cloud's gate guards it.</summary>
internal sealed class SpotRequest
{
    public required string Id { get; init; }

    public required string InstanceId { get; init; }

    public required string Type { get; init; }

    public required string InterruptionBehavior { get; init; }

    public required string MaxPrice { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public SortedDictionary<string, string> Tags { get; init; } = new(StringComparer.Ordinal);

    public string State { get; set; } = "active";

    public string StatusCode { get; set; } = "fulfilled";

    public SimulatedSpotRequest ToSnapshot() => new(Id, InstanceId, Type, InterruptionBehavior, MaxPrice, State, StatusCode, new Dictionary<string, string>(Tags));
}
