namespace GhaRunner.Faults.Running;

/// <summary>What is known of a stage that is over.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="WasKilled">Whether a fault has killed it.</param>
/// <param name="Outputs">Its outputs.</param>
/// <param name="State">What it has saved for the stage after the job.</param>
internal sealed record Step(int ExitCode, bool WasKilled, IReadOnlyDictionary<string, string> Outputs, IReadOnlyDictionary<string, string> State)
{
    /// <summary>128 and the number of SIGKILL.</summary>
    public const int Killed = 137;
}
