using GhaRunner.Simulator.GitHub.Jobs;

namespace GhaRunner.Simulator.GitHub.Runners;

/// <summary>A registration. Everything that changes is guarded by the gate of <see cref="Fleet"/>.</summary>
internal sealed class Runner
{
    public required long Id { get; init; }

    public required RunnerSpecification Specification { get; init; }

    /// <summary>What the runner authenticates with.</summary>
    public required string ClientId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string? SessionId { get; set; }

    /// <summary>What the runner said of itself when it connected: <c>Linux</c>, and its version.</summary>
    public string OperatingSystem { get; set; } = "unknown";

    public string? Version { get; set; }

    public DateTimeOffset LastHeardOf { get; set; }

    /// <summary>How many long polls are open now; an open one is a sign of life.</summary>
    public int OpenPolls { get; set; }

    public SimulatedJob? Job { get; set; }

    public bool EverConnected => Version is not null;

    public RunnerScope Scope => Specification.Scope;

    public bool HeardOfWithin(TimeSpan limit, DateTimeOffset now) => OpenPolls > 0 || now - LastHeardOf < limit;

    public bool IsOnline(TimeSpan offlineAfter, DateTimeOffset now) => SessionId is not null && HeardOfWithin(offlineAfter, now);

    public SimulatedRunner ToSnapshot(bool online) => new()
    {
        Id = Id,
        Scope = Scope.ToString(),
        Name = Specification.Name,
        Labels = [.. Specification.Labels.Select(label => label.Name)],
        GroupId = Specification.Group.Id,
        Ephemeral = Specification.Ephemeral,
        Online = online,
        Busy = Job is not null,
        EverConnected = EverConnected,
    };
}
