namespace GhaRunner.Simulator.Faults;

/// <summary>Which requests go wrong, and how.</summary>
public sealed record FaultRule
{
    /// <summary>The HTTP method, in any case.</summary>
    /// <value>Default: <see langword="null"/>, every method.</value>
    public string? Method { get; init; }

    /// <summary>
    /// A regular expression that is looked for in the request's path (without the query), such as
    /// <c>/repos/.*/generate-jitconfig$</c>. Only the API is struck, unless the expression contains <c>_runner</c> (the
    /// protocol of the stand-in runner) or <c>releases</c> (its download). A request to AWS has a path such as
    /// <c>/_aws/ec2/us-east-1/RunInstances</c>.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>How many matching requests pass unharmed first.</summary>
    /// <value>Default: 0.</value>
    public int Skip { get; init; }

    /// <summary>How many matching requests are struck after that.</summary>
    /// <value>Default: 1; <see cref="int.MaxValue"/> for all.</value>
    public int Times { get; init; } = 1;

    /// <summary>What happens to them.</summary>
    public required FaultEffect Effect { get; init; }
}
