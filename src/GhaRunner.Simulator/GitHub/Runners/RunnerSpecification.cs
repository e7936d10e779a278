namespace GhaRunner.Simulator.GitHub.Runners;

/// <summary>What a runner is registered as.</summary>
internal sealed record RunnerSpecification
{
    public required RunnerScope Scope { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<RunnerLabel> Labels { get; init; }

    public required RunnerGroup Group { get; init; }

    public required bool Ephemeral { get; init; }

    public string WorkFolder { get; init; } = "_work";

    public bool DisableUpdate { get; init; }

    public bool Has(string label) => Labels.Any(own => string.Equals(own.Name, label, StringComparison.OrdinalIgnoreCase));
}
