namespace GhaRunner.Core.Deployment;

/// <summary>What a machine's own log tells of a start that failed.</summary>
/// <param name="Machine">The machine's name.</param>
/// <param name="Phase">The bootstrap phase that failed or was under way, or empty when the log shows none.</param>
/// <param name="Reason">Why it ended, in the bootstrap's words; empty when the log does not tell.</param>
/// <param name="LastLines">The end of the log; foreign text.</param>
public sealed record Diagnosis(string Machine, string Phase, string Reason, string LastLines)
{
    /// <summary>The finding in one sentence.</summary>
    /// <returns>For example <c>gha-1-1-abc-1: phase download (exit=22)</c>.</returns>
    public string Describe() => Phase.Length == 0
        ? $"{Machine}: its log shows no bootstrap phase."
        : $"{Machine}: bootstrap phase '{Phase}'{(Reason.Length > 0 ? $" ({Reason})" : "")}.";
}
