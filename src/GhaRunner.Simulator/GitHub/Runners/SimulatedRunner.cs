namespace GhaRunner.Simulator.GitHub.Runners;

/// <summary>A registration as GitHub shows it, at the moment it was asked for.</summary>
public sealed record SimulatedRunner
{
    /// <summary>The runner's number.</summary>
    public required long Id { get; init; }

    /// <summary>Where it is registered: <c>owner/repository</c>, <c>organization</c> or <c>enterprises/slug</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>Its name, unique in its scope.</summary>
    public required string Name { get; init; }

    /// <summary>Its labels, in the order in which they were given.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The number of its runner group.</summary>
    public required long GroupId { get; init; }

    /// <summary>Whether it takes one job and is gone.</summary>
    public required bool Ephemeral { get; init; }

    /// <summary>Whether a live session polls for jobs.</summary>
    public required bool Online { get; init; }

    /// <summary>Whether it has a job.</summary>
    public required bool Busy { get; init; }

    /// <summary>Whether it has ever connected.</summary>
    public required bool EverConnected { get; init; }
}
