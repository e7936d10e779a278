using System.Net;
using Amazon.EC2;
using Amazon.Runtime;
using Amazon.SecurityToken;
using GhaRunner.Conformance;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Api;
using GhaRunner.Providers.Aws.Tests.Fixtures;

namespace GhaRunner.Providers.Aws.Tests;

/// <summary>What the user is told of IAM's refusals.</summary>
public sealed class RefusalTests
{
    private const string Blob = "4a-Bc_dEf0123456789";

    private const string Decoded = """
        {"allowed":false,"explicitDeny":true,"matchedStatements":{"items":[]},"failures":{"items":[]},
         "context":{"principal":{"id":"AROA:gha-runner","arn":"arn:aws:sts::123456789012:assumed-role/r/gha-runner"},
                    "action":"ec2:RunInstances","resource":"arn:aws:ec2:us-east-1:123456789012:volume/*","conditions":{"items":[]}}}
        """;

    [Fact]
    public void Map_MessageOnlyEncoded_NamesTheActionThatWasAsked()
    {
        var error = Map($"You are not authorized to perform this operation. Encoded authorization failure message: {Blob}");

        error.ShouldBe(ErrorCategory.Unauthorized, "aws-not-allowed", "the credentials do not allow ec2:RunInstances.");
        error.ToUserText().Should().NotContain(Blob).And.Contain("sts:DecodeAuthorizationMessage");
    }

    [Fact]
    public void Map_Decoded_NamesActionResourceAndWhetherItIsDenied()
    {
        var error = Map($"You are not authorized to perform this operation. Encoded authorization failure message: {Blob}", Refusal.FromDecoded(Decoded));

        error.Message.Should().EndWith("the credentials do not allow ec2:RunInstances on arn:aws:ec2:us-east-1:123456789012:volume/* (a policy denies it explicitly).");
        error.ToUserText().Should().NotContain(Blob).And.NotContain("sts:Decode");
    }

    [Fact]
    public void Map_MessageInWords_NamesActionAndResource()
    {
        var error = Map("You are not authorized to perform this operation. User: arn:aws:iam::123456789012:user/x is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/jobs because no identity-based policy allows the iam:PassRole action");

        error.Message.Should().EndWith("the credentials do not allow iam:PassRole on arn:aws:iam::123456789012:role/jobs (no policy allows it).");
        error.Remedy.Should().StartWith("Allow iam:PassRole ");
    }

    [Fact]
    public void Map_MessageInWordsOfADenial_SaysSo() =>
        Map("User: x is not authorized to perform: ec2:RunInstances on resource: y with an explicit deny in a service control policy").Message.Should().EndWith("(a policy denies it explicitly).");

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"context":{}}""")]
    [InlineData("""{"context":{"action":1}}""")]
    public void FromDecoded_UnknownForm_IsNull(string json) => Refusal.FromDecoded(json).Should().BeNull();

    [Fact]
    public void RoleRefused_TrustPolicyDoesNotFit_ShowsWhatWasPresented()
    {
        var error = Refused("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");

        error.ShouldBe(ErrorCategory.Unauthorized, "aws-role-not-trusting", "The job presented sub 'repo:octo-org/octo-repo:environment:prod' and aud 'sts.amazonaws.com'.");
        error.Message.Should().Contain(Scene.Role);
        error.Remedy.Should().Contain("trust policy").And.Contain("token.actions.githubusercontent.com:sub");
        error.Scope.Should().Be(BlockedScope.Account);
    }

    [Theory]
    [InlineData("InvalidIdentityToken", "aws-identity-provider-missing", "aud 'sts.amazonaws.com'")]
    [InlineData("IDPRejectedClaim", "aws-identity-refused", "sub 'repo:")]
    [InlineData("ExpiredTokenException", "aws-identity-refused", "run the job again")]
    public void RoleRefused_OtherRefusalOfTheToken_ShowsWhatWasPresented(string code, string ours, string inText) =>
        Refused(code, "It was refused").ShouldBe(ErrorCategory.Unauthorized, ours, inText);

    [Fact]
    public void RoleRefused_StsCannotAskGitHub_IsTransient() =>
        Refused("IDPCommunicationError", "Could not reach").ShouldBe(ErrorCategory.Transient, "aws-identity-provider-unreachable", "STS in us-east-1");

    [Fact]
    public async Task Read_Token_HasItsClaimsAndATellingSessionName()
    {
        var token = await new SignedByNobody("Octo-Org/hello world").GetAsync("sts.amazonaws.com", default);

        var claims = TokenClaims.Read(token);

        (claims.Subject, claims.Audience).Should().Be(("repo:Octo-Org/hello world:ref:refs/heads/main", "sts.amazonaws.com"));
        claims.SessionName.Should().Be("gha-runner-4711-Octo-Org.hello-world");
    }

    [Fact]
    public void SessionName_LongRepository_IsCut() =>
        new TokenClaims("", "", new string('a', 40) + "/" + new string('b', 100), "4711").SessionName.Should().HaveLength(64).And.StartWith("gha-runner-4711-aaaa");

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.!.c")]
    [InlineData("a.W10.c")]
    [InlineData("a.e30.c")]
    public void Read_NoToken_HasNoClaimsButASessionName(string token) => TokenClaims.Read(token).SessionName.Should().Be("gha-runner");

    private static ActionableException Map(string message, Refusal? decoded = null) => AwsErrors.Map(
        "EC2 did not", "ec2:RunInstances", new AmazonEC2Exception(message, ErrorType.Sender, "UnauthorizedOperation", "request-1", HttpStatusCode.Forbidden), decoded);

    private static ActionableException Refused(string code, string message) => AwsErrors.RoleRefused(
        Scene.Role, new TokenClaims("repo:octo-org/octo-repo:environment:prod", "sts.amazonaws.com", "octo-org/octo-repo", "1"), "us-east-1",
        new AmazonSecurityTokenServiceException(message, ErrorType.Sender, code, "request-1", HttpStatusCode.Forbidden));
}
