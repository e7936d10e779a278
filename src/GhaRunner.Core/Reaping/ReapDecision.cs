namespace GhaRunner.Core.Reaping;

/// <summary>What the reaper has decided on a machine or a registration.</summary>
public enum ReapDecision
{
    /// <summary>It stays: somebody may still have use for it, or it is on its way out.</summary>
    Kept,

    /// <summary>It stays, since GitHub has not told what it was asked: nothing is deleted on an error.</summary>
    Unknown,

    /// <summary>It goes: its time is up (<see cref="Abstractions.Ownership.ExpiresAt"/>), whatever GitHub says.</summary>
    Expired,

    /// <summary>It goes: its run attempt is over for longer than the grace, and it has no job.</summary>
    Forgotten,
}
