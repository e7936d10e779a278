namespace GhaRunner.Simulator.Aws.Access;

/// <summary>An IAM role that workflows may assume with their OIDC token.</summary>
public sealed record AwsRole
{
    /// <summary>The role's ARN, such as <c>arn:aws:iam::123456789012:role/runners</c>.</summary>
    public required string Arn { get; init; }

    /// <summary>The subjects that the trust policy lets in (<c>token.actions.githubusercontent.com:sub</c>); a <c>*</c> stands for any text.</summary>
    /// <value>Default: <c>*</c>.</value>
    public string Subject { get; init; } = "*";

    /// <summary>
    /// The audience that the trust policy asks for (<c>token.actions.githubusercontent.com:aud</c>). One that no role
    /// asks for is refused as an invalid token, as the identity provider in IAM does.
    /// </summary>
    /// <value>Default: <c>sts.amazonaws.com</c>.</value>
    public string Audience { get; init; } = "sts.amazonaws.com";

    /// <summary>The longest session.</summary>
    /// <value>Default: one hour.</value>
    public TimeSpan MaxSessionDuration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What the role may not do, such as <c>ec2:RunInstances</c>; a <c>*</c> stands for any text.</summary>
    /// <value>Default: nothing.</value>
    public IReadOnlyList<string> DeniedActions { get; init; } = [];

    /// <summary>All that the role may do, such as <c>ec2:Describe*</c>; a <c>*</c> stands for any text. What is denied it may not do all the same.</summary>
    /// <value>Default: <see langword="null"/>, everything.</value>
    public IReadOnlyList<string>? AllowedActions { get; init; }

    internal string Name => Arn[(Arn.LastIndexOf('/') + 1)..];
}
