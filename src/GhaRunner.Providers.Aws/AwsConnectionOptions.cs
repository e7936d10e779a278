using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws;

/// <summary>Where the machines are, and as whom we ask for them.</summary>
public sealed class AwsConnectionOptions
{
    /// <summary>The regions, in order of preference; the first one whose STS answers gives the role's credentials.</summary>
    /// <value>Names such as <c>us-east-1</c>; at least one.</value>
    [Input("region", "The AWS regions, such as us-east-1, in order of preference.", Required = true, EnvironmentVariable = "AWS_REGION",
        Pattern = "[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}", PatternMeaning = "the name of a region, such as us-east-1 (a zone is chosen by input subnet)")]
    public IReadOnlyList<string> Region { get; set; } = [];

    /// <summary>The role that the job's own identity may take.</summary>
    /// <value>A role's ARN; default none: the credentials that the AWS SDK finds (environment variables, profile, instance role).</value>
    [Input("role-to-assume", "The ARN of the role that this job takes with its own identity (needs permissions: id-token: write); without it, the usual AWS credentials are used.",
        Pattern = "arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+", PatternMeaning = "a role's ARN, such as arn:aws:iam::123456789012:role/runners")]
    public string RoleToAssume { get; set; } = "";
}
