using System.Net;
using System.Text.RegularExpressions;
using System.Xml;
using Amazon.Runtime;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Api;
using static GhaRunner.Abstractions.ErrorCategory;

namespace GhaRunner.Providers.Aws;

/// <summary>Every failure of AWS, and of the way to it, as the contract's categories; the codes are in <see cref="AwsErrorTable"/>.</summary>
internal static partial class AwsErrors
{
    /// <summary>AWS knows who we are, and does not let us.</summary>
    public static readonly AwsErrorRule NotAllowed = new(Unauthorized, "aws-not-allowed", "", BlockedScope.Account);

    /// <summary>Something in the request is wrong; the message says which parameter.</summary>
    public static readonly AwsErrorRule WrongParameter = new(InvalidInput, "aws-refused", "");

    /// <summary>Something else than AWS has answered; its 403 is not that of a policy.</summary>
    private static readonly AwsErrorRule notAws = new(Unexpected, "aws-answer-unexpected", "Check AWS_ENDPOINT_URL and HTTPS_PROXY, if they are set.");

    /// <summary>What EC2 calls a parameter, and the input behind it.</summary>
    private static readonly (string Parameter, string Input)[] inputs =
    [
        ("iamInstanceProfile", "iam-instance-profile"), ("instance profile", "iam-instance-profile"), ("instanceType", "instance-type"), ("instance type", "instance-type"),
        ("groupId", "security-group"), ("securityGroup", "security-group"), ("subnet", "subnet"), ("imageId", "image"),
        ("keyName", "key-name"), ("volumeSize", "root-volume-size-gb"), ("Volume of size", "root-volume-size-gb"), ("volumeType", "root-volume-type"), ("volume type", "root-volume-type"),
        ("spotPrice", "max-price"), ("maxPrice", "max-price"), ("userData", "setup-script"), ("User data", "setup-script"), ("tag", "tags"),
        ("associatePublicIpAddress", "public-ip"), ("RoleArn", "role-to-assume"), ("architecture", "image"),
    ];

    /// <summary>Gives a failure its meaning.</summary>
    /// <param name="failed">What failed, as a sentence without its end (<c>EC2 in us-east-1 did not …</c>).</param>
    /// <param name="action">The IAM action that was asked for (<c>ec2:RunInstances</c>).</param>
    /// <param name="exception">AWS's refusal, or a failure of the way to it.</param>
    /// <param name="decoded">The refusal's decoded reason, if there was one that could be decoded.</param>
    /// <returns>The exception for the user.</returns>
    public static ActionableException Map(string failed, string action, Exception exception, Refusal? decoded = null) => exception switch
    {
        ActionableException actionable => actionable,
        AmazonServiceException refusal => Refused(failed, action, refusal, decoded),
        TimeoutException or OperationCanceledException => Unreachable(failed, "no answer in time", "aws-timeout", exception),
        HttpRequestException or IOException => Unreachable(failed, Deepest(exception).Message, "aws-unreachable", exception),
        XmlException or AmazonUnmarshallingException => new ActionableException(
            notAws.Category, notAws.Code, $"{failed}: the answer was not one of AWS's ({exception.Message.TrimEnd('.')}).", notAws.Remedy, exception),
        AmazonClientException client when Credentials().IsMatch(client.Message) => new ActionableException(Unauthorized, "aws-credentials-missing", $"{failed}: {OneLine(client.Message)}.", CredentialsRemedy, exception),
        _ => new ActionableException(Unexpected, "aws-answer-unexpected", $"{failed}: {OneLine(exception.Message)}.", "", exception),
    };

    /// <summary>The SDK has found no credentials.</summary>
    public static ActionableException NoCredentials(Exception exception) => new(
        Unauthorized, "aws-credentials-missing", "There are no AWS credentials here.", CredentialsRemedy, exception) { Scope = BlockedScope.Account };

    /// <summary>The job may not take the role.</summary>
    /// <param name="role">The role's ARN.</param>
    /// <param name="claims">What the job's token says.</param>
    /// <param name="region">Where STS was asked.</param>
    /// <param name="exception">The refusal.</param>
    /// <returns>The exception for the user, which shows what was presented.</returns>
    public static ActionableException RoleRefused(string role, TokenClaims claims, string region, Exception exception)
    {
        var presented = $"The job presented sub '{claims.Subject}' and aud '{claims.Audience}'.";
        if (exception is not AmazonServiceException refusal)
            return Map($"STS in {region} did not give the credentials of {role}", "sts:AssumeRoleWithWebIdentity", exception);
        if (refusal.ErrorCode is not ("AccessDenied" or "InvalidIdentityToken" or "IDPRejectedClaim" or "ExpiredTokenException"))
            return Refused($"STS in {region} did not give the credentials of {role}", "sts:AssumeRoleWithWebIdentity", refusal, null);
        var rule = AwsErrorTable.Calls[refusal.ErrorCode == "ExpiredTokenException" ? "IDPRejectedClaim" : refusal.ErrorCode];
        return refusal.ErrorCode == "AccessDenied"
            ? Make(refusal, rule with { Code = "aws-role-not-trusting" },
                $"AWS does not let this job take the role {role}: its trust policy does not fit, or there is no such role. {presented}",
                "In the role's trust policy, token.actions.githubusercontent.com:sub must match that sub, :aud that aud, the action be sts:AssumeRoleWithWebIdentity, and the principal the account's provider token.actions.githubusercontent.com.")
            : Make(refusal, rule, $"AWS does not let this job take the role {role}: {OneLine(refusal.Message)}. {presented}", rule.Remedy);
    }

    /// <summary>What the instance was ended for, if that is a failure.</summary>
    /// <param name="code">The state reason's code.</param>
    /// <param name="message">Its message.</param>
    /// <param name="id">The machine's id.</param>
    /// <returns>The failure, or <see langword="null"/> when its user or its own program ended it.</returns>
    public static ActionableException? Ended(string code, string message, string id)
    {
        if (code.Length == 0 || (AwsErrorTable.StateReasons.TryGetValue(code, out var rule) && rule is null))
            return null;
        rule ??= code.StartsWith("Server.", StringComparison.Ordinal)
            ? AwsErrorTable.StateReasons["Server.InternalError"]!
            : new AwsErrorRule(MachineFailed, "aws-launch-failed", "");
        return new ActionableException(rule.Category, rule.Code, $"EC2 took the machine {id} away: {OneLine(message.Length > 0 ? message : code)}.", rule.Remedy)
        {
            Scope = rule.Scope,
            VendorCode = code,
        };
    }

    /// <summary>EC2 has accepted a creation, and names no instance.</summary>
    /// <param name="machine">The machine's name.</param>
    public static ActionableException NoInstance(string machine) => new(
        Unexpected, "aws-answer-unexpected", $"EC2 accepted the creation of {machine} and named no instance.", "Check AWS_ENDPOINT_URL, if it is set.");

    private const string CredentialsRemedy =
        "Set input 'role-to-assume' and give the job permissions: id-token: write; or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.";

    private static ActionableException Refused(string failed, string action, AmazonServiceException refusal, Refusal? decoded)
    {
        var message = OneLine(refusal.Message);
        var rule = AwsErrorTable.Calls.GetValueOrDefault(refusal.ErrorCode ?? "") ?? (refusal.StatusCode switch
        {
            >= HttpStatusCode.InternalServerError => new AwsErrorRule(Transient, "aws-server-fault", "Try again."),
            HttpStatusCode.TooManyRequests => new AwsErrorRule(Throttled, "aws-throttled", "Try again later."),
            _ when Page().IsMatch(refusal.Message) => notAws,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => NotAllowed,
            _ => new AwsErrorRule(Unexpected, "aws-failed", ""),
        });
        if (ReferenceEquals(rule, NotAllowed))
        {
            var reason = decoded ?? Refusal.FromMessage(refusal.Message);
            var what = reason.Action.Length > 0 ? reason.Action : action;
            return Make(refusal, rule, $"{failed}: {reason.Describe(action)}.",
                $"Allow {what} to the role in input 'role-to-assume', or to whoever the credentials are of (the whole policy is in docs/aws.md of the repository of this action)."
                    + (decoded is null && Refusal.EncodedIn(refusal.Message).Length > 0 ? " With sts:DecodeAuthorizationMessage allowed too, this message names the resource." : ""));
        }

        if (ReferenceEquals(rule, WrongParameter))
            rule = rule with { Remedy = Array.Find(inputs, pair => message.Contains(pair.Parameter, StringComparison.OrdinalIgnoreCase)) is { Input: { } input } ? Advice(input) : "" };
        return Make(refusal, rule, $"{failed}: {message}.", rule.Remedy);
    }

    private static string Advice(string input) =>
        input == "iam-instance-profile" ? "Check input 'iam-instance-profile': it must be an instance profile of this account, not a role; one that was just made is known everywhere after some seconds." : $"Check input '{input}'.";

    private static ActionableException Make(AmazonServiceException refusal, AwsErrorRule rule, string message, string remedy) =>
        new(rule.Category, rule.Code, message, remedy, refusal)
        {
            Scope = rule.Scope,
            VendorCode = string.IsNullOrEmpty(refusal.ErrorCode) ? $"HTTP {(int)refusal.StatusCode}" : refusal.ErrorCode,
            RequestId = refusal.RequestId ?? "",
        };

    private static ActionableException Unreachable(string failed, string why, string code, Exception exception) =>
        new(Transient, code, $"{failed}: {OneLine(why)}.", "Check input 'region', the network, and HTTPS_PROXY and AWS_ENDPOINT_URL if they are set.", exception);

    private static Exception Deepest(Exception exception) => exception.InnerException is { } inner ? Deepest(inner) : exception;

    /// <summary>A message without line breaks, its full stop, the page of a proxy, and the encoded text that nobody can read.</summary>
    private static string OneLine(string message) =>
        WhiteSpace().Replace(Page().Replace(message[..^Refusal.EncodedPartOf(message).Length], " a page for people, which is not AWS's"), " ").Trim().TrimEnd('.');

    /// <summary>What the SDK's own failures to get credentials speak of; it has no exception of their own for them.</summary>
    [GeneratedRegex(@"credential|token|profile|assum(e|ing)\s?role|IAM role|metadata service|\bSSO\b|\bIMDS", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Credentials();

    /// <summary>How the SDK tells of an answer that is not the service's: with all of it.</summary>
    [GeneratedRegex(@"(?<=HTTP Body:)\s*<.*", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Page();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex WhiteSpace();
}
