using System.Globalization;
using GhaRunner.Abstractions;
using GhaRunner.Core.GitHub;

namespace GhaRunner.Core.Reaping;

/// <summary>Decides what is to go. In doubt, nothing is.</summary>
internal sealed class Judge(TimeSpan grace, TimeProvider timeProvider)
{
    /// <summary>Decides on a machine without asking GitHub, where that is possible.</summary>
    /// <param name="machine">The machine.</param>
    /// <returns>The verdict, or <see langword="null"/> when GitHub must be asked.</returns>
    public Verdict? WithoutGitHub(Machine machine) => machine switch
    {
        { State: MachineState.Deleting or MachineState.Deleted } => new Verdict(ReapDecision.Kept, "it is being taken away"),
        _ when machine.Ownership.ExpiresAt <= timeProvider.GetUtcNow() => new Verdict(ReapDecision.Expired, $"its time was up at {Moment(machine.Ownership.ExpiresAt)}"),
        { Ownership.RunId: 0 } => new Verdict(ReapDecision.Kept, $"it was made at a shell: there is no run to ask for; its time is up at {Moment(machine.Ownership.ExpiresAt)}"),
        _ => null,
    };

    /// <summary>Decides on a machine.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="look">What GitHub has told, of its attempt and its scope at least.</param>
    /// <returns>The verdict.</returns>
    public Verdict Of(Machine machine, GitHubLook look)
    {
        if (WithoutGitHub(machine) is { } plain)
            return plain;
        var overOrNot = Of(look.AttemptOf(RunAttempt.Of(machine.Ownership)));
        if (overOrNot.Decision != ReapDecision.Forgotten)
            return overOrNot;
        var runners = look.RunnersOf(machine.Ownership.Scope);
        if (runners.Problem is { } problem)
            return Unknown(problem);
        return runners.Value!.Any(runner => runner.Busy && GitHubLook.IsOurs(runner, out var owned) && owned == NameOf(machine))
            ? new Verdict(ReapDecision.Kept, "its runner has a job")
            : overOrNot;
    }

    /// <summary>Decides by a run attempt alone.</summary>
    /// <param name="attempt">What GitHub has told of it.</param>
    /// <returns>The verdict.</returns>
    public Verdict Of(Answer<WorkflowAttempt> attempt) => attempt switch
    {
        { Problem: { } problem } => Unknown(problem),
        { Value: { IsCompleted: false } run } => new Verdict(ReapDecision.Kept, $"its run is not over ({run.Status})"),
        { Value: { } run } when timeProvider.GetUtcNow() - run.UpdatedAt < grace =>
            new Verdict(ReapDecision.Kept, $"its run is over since {Moment(run.UpdatedAt)}, which is less than the grace"),
        { Value: { } run } => new Verdict(ReapDecision.Forgotten, $"its run is over since {Moment(run.UpdatedAt)}"),
        _ => throw new InvalidOperationException("An answer is a value or a problem."),
    };

    /// <summary>The name that a machine and its registrations share.</summary>
    /// <param name="machine">The machine.</param>
    /// <returns>The name.</returns>
    public static OwnedName NameOf(Machine machine) => new(machine.Ownership.RunId, machine.Ownership.RunAttempt, machine.Ownership.Start, machine.Ownership.Index);

    /// <summary>The verdict where GitHub has not told.</summary>
    /// <param name="problem">Why.</param>
    /// <returns>The verdict.</returns>
    public static Verdict Unknown(ActionableException problem) => new(ReapDecision.Unknown, $"GitHub has not told: {problem.ToShortText()}") { Problem = problem };

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
