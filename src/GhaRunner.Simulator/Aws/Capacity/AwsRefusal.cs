namespace GhaRunner.Simulator.Aws.Capacity;

/// <summary>Launches that are refused. Each that matches in full is; what is not given matches everything.</summary>
public sealed record AwsRefusal
{
    /// <summary>The code of the answer, such as <c>InsufficientInstanceCapacity</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The message of the answer.</summary>
    /// <value>Default: <see langword="null"/>, the message that goes with well-known codes.</value>
    public string? Message { get; init; }

    /// <summary>The HTTP status of the answer.</summary>
    /// <value>Default: <see langword="null"/>, the status that goes with the code.</value>
    public int? Status { get; init; }

    /// <summary>The region.</summary>
    public string? Region { get; init; }

    /// <summary>The zone. A launch that names no zone goes to another one.</summary>
    public string? Zone { get; init; }

    /// <summary>The instance type.</summary>
    public string? InstanceType { get; init; }

    /// <summary>The market.</summary>
    public AwsMarket? Market { get; init; }

    /// <summary>How many launches are refused.</summary>
    /// <value>Default: all.</value>
    public int Times { get; init; } = int.MaxValue;
}
