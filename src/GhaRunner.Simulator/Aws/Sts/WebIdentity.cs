using System.Globalization;
using System.IO.Enumeration;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GhaRunner.Simulator.Aws.Access;
using GhaRunner.Simulator.Aws.Wire;
using GhaRunner.Simulator.GitHub.Oidc;
using static GhaRunner.Simulator.Aws.Sts.StsService;

namespace GhaRunner.Simulator.Aws.Sts;

/// <summary>Exchanges the OIDC token of a workflow for the credentials of a role.</summary>
internal sealed partial class WebIdentity(Cloud cloud, IdTokens idTokens)
{
    private const string DefaultAudience = "sts.amazonaws.com";
    private const int ShortestSession = 900;
    private const int LongestSession = 43200;
    private const int DefaultSession = 3600;

    /// <exception cref="AwsError">The request is invalid, or the role does not trust the token.</exception>
    public XElement[] Assume(QueryForm form)
    {
        var arn = Required(form, "RoleArn");
        var sessionName = Required(form, "RoleSessionName");
        if (!SessionName().IsMatch(sessionName))
            throw Invalid(sessionName, "roleSessionName", @"Member must satisfy regular expression pattern: [\w+=,.@-]* and have length between 2 and 64");
        var token = Required(form, "WebIdentityToken");
        var duration = form.Number("DurationSeconds");
        if (duration is < ShortestSession or > LongestSession)
            throw Invalid(duration.Value.ToString(CultureInfo.InvariantCulture), "durationSeconds", $"Member must have value between {ShortestSession} and {LongestSession}");

        var claims = Read(token);
        var role = cloud.Options.Roles.FirstOrDefault(role => role.Arn == arn);
        if (role is null || claims.Audience != role.Audience || !FileSystemName.MatchesSimpleExpression(role.Subject, claims.Subject, ignoreCase: false))
            throw new AwsError("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
        if (duration > role.MaxSessionDuration.TotalSeconds)
            throw new AwsError("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        return Issue(role, sessionName, TimeSpan.FromSeconds(duration ?? DefaultSession), claims);
    }

    private IdTokenClaims Read(string token)
    {
        if (idTokens.Read(token) is not { } claims)
            throw new AwsError("InvalidIdentityToken", "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
        // Asked of the identity provider in IAM, which knows the audiences of all roles, before any role is.
        if (claims.Audience != DefaultAudience && cloud.Options.Roles.All(role => role.Audience != claims.Audience))
            throw new AwsError("InvalidIdentityToken", "Incorrect token audience");
        var now = cloud.Clock.Now;
        return claims.Expiry > now ? claims : throw new AwsError(
            "ExpiredTokenException",
            $"Token expired: current date/time {now.ToUnixTimeSeconds()} must be before the expiration date/time {claims.Expiry.ToUnixTimeSeconds()}");
    }

    private XElement[] Issue(AwsRole role, string sessionName, TimeSpan duration, IdTokenClaims claims)
    {
        var expiry = cloud.Clock.Now + duration;
        var (keyId, sessionToken) = (AccessKeyIds.New("ASIA"), AccessKeyIds.NewSessionToken());
        var roleId = AccessKeyIds.New("AROA") + ":" + sessionName;
        var sessionArn = $"arn:aws:sts::{cloud.Options.AccountId}:assumed-role/{role.Name}/{sessionName}";
        cloud.Credentials.Add(keyId, sessionToken, expiry, new Caller(role.Arn, sessionArn, roleId));
        return
        [
            Element("SubjectFromWebIdentityToken", claims.Subject),
            Element("Audience", claims.Audience),
            Element("AssumedRoleUser", Element("Arn", sessionArn), Element("AssumedRoleId", roleId)),
            Element(
                "Credentials",
                Element("AccessKeyId", keyId),
                Element("SecretAccessKey", AccessKeyIds.NewSecret()),
                Element("SessionToken", sessionToken),
                Element("Expiration", expiry.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))),
            Element("Provider", $"arn:aws:iam::{cloud.Options.AccountId}:oidc-provider/{new Uri(IdTokens.Issuer).Host}"),
        ];
    }

    private static string Required(QueryForm form, string name) => form.Text(name)
        ?? throw Invalid("null", char.ToLowerInvariant(name[0]) + name[1..], "Member must not be null");

    private static AwsError Invalid(string value, string member, string constraint) =>
        new("ValidationError", $"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: {constraint}");

    [GeneratedRegex(@"^[\w+=,.@-]{2,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex SessionName();
}
