namespace GhaRunner.Core.Reaping;

/// <summary>A registration of ours whose machine is gone, and what was decided.</summary>
/// <param name="Name">The runner's name.</param>
/// <param name="Scope">Where it is registered.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Reason">Why, as a sentence without a full stop.</param>
public sealed record ReapedRegistration(string Name, string Scope, ReapDecision Decision, string Reason)
{
    /// <summary>Whether it is to go.</summary>
    public bool IsToGo => Decision is ReapDecision.Expired or ReapDecision.Forgotten;
}
