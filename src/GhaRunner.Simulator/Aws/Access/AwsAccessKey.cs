namespace GhaRunner.Simulator.Aws.Access;

/// <summary>A long-lived access key of an IAM user.</summary>
public sealed record AwsAccessKey
{
    /// <summary>The access key id.</summary>
    public required string AccessKeyId { get; init; }

    /// <summary>The secret access key. Signatures are not verified.</summary>
    public required string SecretAccessKey { get; init; }

    /// <summary>The user's name, as in its ARN.</summary>
    /// <value>Default: <c>simulator</c>.</value>
    public string UserName { get; init; } = "simulator";

    /// <summary>What the user may not do, such as <c>ec2:RunInstances</c>; a <c>*</c> stands for any text.</summary>
    /// <value>Default: nothing.</value>
    public IReadOnlyList<string> DeniedActions { get; init; } = [];

    /// <summary>Makes a key at random.</summary>
    /// <returns>The key, which may do everything.</returns>
    public static AwsAccessKey Generate() => new()
    {
        AccessKeyId = AccessKeyIds.New("AKIA"),
        SecretAccessKey = AccessKeyIds.NewSecret(),
    };

    /// <summary>Hides the secret.</summary>
    /// <returns>The user's name alone.</returns>
    public override string ToString() => $"AwsAccessKey {{ {UserName} }}";
}
