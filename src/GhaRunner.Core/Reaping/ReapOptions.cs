using GhaRunner.Abstractions;

namespace GhaRunner.Core.Reaping;

/// <summary>How the reaper goes about it. Inputs of <c>reap</c>, the same for every provider.</summary>
public sealed class ReapOptions
{
    /// <summary>For how long a run must be over before what it has left counts as forgotten.</summary>
    [Input("grace", "How long a run must be over before its machines are taken away; until then its stop job may still be at it.", Default = "15m", Minimum = 60, Maximum = 86400)]
    public TimeSpan Grace { get; set; }

    /// <summary>Whether to tell what would be taken away, and take nothing away.</summary>
    [Input("dry-run", "true: print what would be taken away; take nothing away.", Default = "false")]
    public bool DryRun { get; set; }
}
