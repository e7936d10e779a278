namespace GhaRunner.Simulator.Hosting;

/// <summary>A request that the simulator has answered (or dropped).</summary>
public sealed record RecordedRequest
{
    /// <summary>When it arrived.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path with its query.</summary>
    public required string PathAndQuery { get; init; }

    /// <summary>The request's body; empty for the runner's protocol.</summary>
    public required string Body { get; init; }

    /// <summary>The status that was sent; 0 when the connection was dropped.</summary>
    public required int Status { get; init; }

    /// <summary>The <c>User-Agent</c> header; empty when absent.</summary>
    public required string UserAgent { get; init; }

    /// <summary>The first 12 hexadecimal digits of the SHA-256 of the <c>Authorization</c> header; <see langword="null"/> without one.</summary>
    public required string? AuthorizationHash { get; init; }

    /// <summary>How many requests of its list were in progress when it arrived, itself included.</summary>
    public required int Concurrency { get; init; }
}
