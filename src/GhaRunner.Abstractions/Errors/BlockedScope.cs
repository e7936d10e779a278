namespace GhaRunner.Abstractions;

/// <summary>
/// Which candidates an error rules out beside the one that met it. The fields of the candidate that failed say which
/// zone, region or type is meant.
/// </summary>
public enum BlockedScope
{
    /// <summary>This candidate alone: the same type, place and market.</summary>
    Candidate,

    /// <summary>Every candidate in the same subnet (its addresses are used up, say).</summary>
    Subnet,

    /// <summary>Every candidate in the same zone.</summary>
    Zone,

    /// <summary>Every candidate in the same region.</summary>
    Region,

    /// <summary>Every candidate of the same instance type, wherever it is.</summary>
    InstanceType,

    /// <summary>Every candidate under the same quota: the same region, market and <see cref="Candidate.QuotaGroup"/>.</summary>
    Quota,

    /// <summary>Every candidate: the account itself is blocked.</summary>
    Account,
}
