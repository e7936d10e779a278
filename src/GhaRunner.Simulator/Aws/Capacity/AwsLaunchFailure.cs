namespace GhaRunner.Simulator.Aws.Capacity;

/// <summary>Instances that are launched and fail later. What is not given matches everything.</summary>
public sealed record AwsLaunchFailure
{
    /// <summary>The code of the state reason, such as <c>Server.InsufficientInstanceCapacity</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The message of the state reason.</summary>
    /// <value>Default: <see langword="null"/>, the message that goes with well-known codes.</value>
    public string? Message { get; init; }

    /// <summary>How long after the launch; an instance that has run by then shuts down, another is terminated at once.</summary>
    /// <value>Default: zero.</value>
    public TimeSpan Delay { get; init; }

    /// <summary>The region.</summary>
    public string? Region { get; init; }

    /// <summary>The zone.</summary>
    public string? Zone { get; init; }

    /// <summary>The instance type.</summary>
    public string? InstanceType { get; init; }

    /// <summary>The market.</summary>
    public AwsMarket? Market { get; init; }

    /// <summary>How many instances fail.</summary>
    /// <value>Default: all.</value>
    public int Times { get; init; } = int.MaxValue;
}
