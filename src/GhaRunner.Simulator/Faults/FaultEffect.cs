namespace GhaRunner.Simulator.Faults;

/// <summary>What happens to a request that a <see cref="FaultRule"/> strikes.</summary>
public sealed record FaultEffect
{
    /// <summary>How long to wait: before the effect, or between it and the answer, as <see cref="Timing"/> says.</summary>
    /// <value>Default: zero.</value>
    public TimeSpan Delay { get; init; }

    /// <summary>Whether the request has its effect all the same.</summary>
    /// <value>Default: <see cref="FaultTiming.BeforeEffect"/>.</value>
    public FaultTiming Timing { get; init; }

    /// <summary>What happens to somebody else at that moment, such as the death of the caller; before the answer, or the lack of it.</summary>
    /// <value>Default: <see langword="null"/>, nothing.</value>
    public Func<Task>? Meanwhile { get; init; }

    /// <summary>Whether the connection is reset instead of answered.</summary>
    public bool Drop { get; init; }

    /// <summary>The status of the false answer.</summary>
    /// <value>Default: <see langword="null"/>, the true answer is given (after the delay).</value>
    public int? StatusCode { get; init; }

    /// <summary>The body of the false answer.</summary>
    /// <value>Default: empty.</value>
    public string Body { get; init; } = "";

    /// <summary>The content type of the false answer.</summary>
    /// <value>Default: GitHub's JSON.</value>
    public string ContentType { get; init; } = "application/json; charset=utf-8";

    /// <summary>Headers of the false answer, such as <c>retry-after</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Answers a status and a JSON body; the request has no effect.</summary>
    /// <param name="statusCode">The HTTP status.</param>
    /// <param name="body">The body, as JSON.</param>
    /// <returns>The effect.</returns>
    public static FaultEffect Status(int statusCode, string body = "") => new() { StatusCode = statusCode, Body = body };

    /// <summary>Answers an HTML page, as a proxy in front of the service does; the request has no effect.</summary>
    /// <param name="statusCode">The HTTP status.</param>
    /// <returns>The effect.</returns>
    public static FaultEffect Html(int statusCode) => new()
    {
        StatusCode = statusCode,
        ContentType = "text/html",
        Body = $"<html><head><title>{statusCode}</title></head><body><h1>{statusCode}</h1><hr>proxy</body></html>",
    };

    /// <summary>Resets the connection; the request has no effect.</summary>
    /// <returns>The effect.</returns>
    public static FaultEffect DropBefore() => new() { Drop = true };

    /// <summary>Resets the connection after the request has had its effect.</summary>
    /// <returns>The effect.</returns>
    public static FaultEffect DropAfter() => new() { Drop = true, Timing = FaultTiming.AfterEffect };

    /// <summary>Answers truly, but late.</summary>
    /// <param name="delay">How late.</param>
    /// <returns>The effect.</returns>
    public static FaultEffect Delayed(TimeSpan delay) => new() { Delay = delay };
}
