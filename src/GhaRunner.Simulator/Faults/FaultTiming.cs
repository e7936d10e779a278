namespace GhaRunner.Simulator.Faults;

/// <summary>When a fault strikes: with or without the request having had its effect.</summary>
public enum FaultTiming
{
    /// <summary>The request never reaches the service: nothing happens.</summary>
    BeforeEffect,

    /// <summary>The service does what it was asked to, but its answer is lost or replaced.</summary>
    AfterEffect,

    /// <summary>The service does what it was asked to when the delay is over, also when the caller has left by then.</summary>
    LateEffect,
}
