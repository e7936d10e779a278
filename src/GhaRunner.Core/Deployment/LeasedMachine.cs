using GhaRunner.Abstractions;

namespace GhaRunner.Core.Deployment;

/// <summary>A machine of a start as it was when the observer was told of it: what is handed on.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Label">The runner's unique label.</param>
/// <param name="RunnerName">The name that the runner registered under.</param>
/// <param name="Candidate">What it was made from; empty when only its tags are known.</param>
/// <param name="HourlyPrice">US dollars an hour, if known by then.</param>
/// <param name="ExpiresAt">When it ends itself at the latest.</param>
public sealed record LeasedMachine(string Id, string Label, string RunnerName, Candidate Candidate, decimal? HourlyPrice, DateTimeOffset ExpiresAt)
{
    /// <summary>Takes down what a lease has.</summary>
    /// <param name="lease">The lease, which may change at any time.</param>
    /// <returns>Its machine; <see langword="null"/> when it has none.</returns>
    internal static LeasedMachine? Of(Lease lease) => lease.MachineId is { } id
        ? new LeasedMachine(id, lease.Label, lease.RunnerName, lease.Candidate ?? new Candidate(), lease.HourlyPrice, lease.Ownership.ExpiresAt)
        : null;
}
