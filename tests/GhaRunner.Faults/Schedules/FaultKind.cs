namespace GhaRunner.Faults.Schedules;

/// <summary>What goes wrong at a request.</summary>
public enum FaultKind
{
    /// <summary>The program is killed (SIGKILL) when the request arrives; it has no effect.</summary>
    KilledBefore,

    /// <summary>The program is killed when the request has had its effect.</summary>
    KilledAfter,

    /// <summary>The request has its effect, and the connection is reset instead of an answer.</summary>
    AnswerLost,

    /// <summary>The request has no effect, and the answer is 500.</summary>
    Answer500,

    /// <summary>The program gets a SIGINT, as from a cancel, when the request arrives; the request itself is answered.</summary>
    Interrupted,
}
