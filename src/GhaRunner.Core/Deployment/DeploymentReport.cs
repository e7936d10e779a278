using GhaRunner.Abstractions;
using GhaRunner.Core.Removal;

namespace GhaRunner.Core.Deployment;

/// <summary>How a start went, whether it succeeded or not.</summary>
public sealed record DeploymentReport
{
    /// <summary>The provider's name.</summary>
    public required string Provider { get; init; }

    /// <summary>Every runner that was to be started.</summary>
    public IReadOnlyList<Lease> Leases { get; init; } = [];

    /// <summary>The candidates in order, with US dollars an hour where known; filled for a dry run.</summary>
    public IReadOnlyList<(Candidate Candidate, decimal? HourlyPrice)> Candidates { get; init; } = [];

    /// <summary>Every attempt to create a machine.</summary>
    public IReadOnlyList<CreateAttempt> Attempts { get; init; } = [];

    /// <summary>What the logs of machines tell, after a failure.</summary>
    public IReadOnlyList<Diagnosis> Diagnoses { get; init; } = [];

    /// <summary>The last lines of the logs that were read, those that are alike once, with the findings that they belong to.</summary>
    public IEnumerable<IGrouping<string, Diagnosis>> LastLines =>
        Diagnoses.GroupBy(diagnosis => string.Join('\n', diagnosis.LastLines)).Where(alike => alike.Key.Length > 0);

    /// <summary>What was rolled back, after a failure.</summary>
    public CleanUpReport? RolledBack { get; init; }

    /// <summary>Why it failed; <see langword="null"/> after a success, an <see cref="OperationCanceledException"/> when cancelled.</summary>
    public Exception? Failure { get; init; }

    /// <summary>From the first request to the end.</summary>
    public TimeSpan Elapsed { get; init; }
}
