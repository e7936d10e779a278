namespace GhaRunner.Abstractions;

/// <summary>
/// What kind of failure it was. The core decides on the category alone (go on with the next candidate, try again, give
/// up), never on a vendor's code; the exit code of the program follows from it.
/// </summary>
public enum ErrorCategory
{
    /// <summary>None of the others. A bug, or an answer nobody expected.</summary>
    Unexpected,

    /// <summary>An input is wrong; trying again or elsewhere cannot help.</summary>
    InvalidInput,

    /// <summary>Not authenticated, or not allowed.</summary>
    Unauthorized,

    /// <summary>The provider has no such machine to give at the moment; another candidate may.</summary>
    NoCapacity,

    /// <summary>A limit of the account is reached; a candidate outside the limit's scope may work.</summary>
    Quota,

    /// <summary>What was named does not exist.</summary>
    NotFound,

    /// <summary>It exists already, or is busy.</summary>
    Conflict,

    /// <summary>Too many requests; later it works.</summary>
    Throttled,

    /// <summary>A passing fault of the network or the other side; a retry may work. The effect may have happened.</summary>
    Transient,

    /// <summary>It did not happen within the time that an input allows.</summary>
    TimedOut,

    /// <summary>The machine was made, and ended or failed before its runner was ready.</summary>
    MachineFailed,

    /// <summary>Something that should be gone may still be there; the message names it.</summary>
    CleanUpIncomplete,
}
