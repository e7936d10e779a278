using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.SecurityToken.Model;
using Amazon.SimpleSystemsManagement.Model;
using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Aws.Access;
using GhaRunner.Simulator.Tests.Aws.Support;

namespace GhaRunner.Simulator.Tests.Aws;

public sealed class WebIdentityTests
{
    private const string RoleArn = "arn:aws:iam::123456789012:role/ci/runners";

    private static AwsOptions Options => new() { Roles = [new AwsRole { Arn = RoleArn, Subject = "repo:octo-org/*:ref:refs/heads/main" }] };

    [Fact]
    public async Task IdToken_JobsRequest_SaysWhoAndForWhom()
    {
        await using var scene = await AwsScene.StartAsync(Options);
        scene.Host.IdTokenSubject = "repo:me/mine:environment:prod";

        var claims = Claims(await TokenAsync(scene, "sts.amazonaws.com"));

        claims["iss"]!.GetValue<string>().Should().Be("https://token.actions.githubusercontent.com");
        claims["aud"]!.GetValue<string>().Should().Be("sts.amazonaws.com");
        claims["sub"]!.GetValue<string>().Should().Be("repo:me/mine:environment:prod");
        claims["repository_owner"]!.GetValue<string>().Should().Be("me");
        (claims["exp"]!.GetValue<long>() - scene.Clock.GetUtcNow().ToUnixTimeSeconds()).Should().Be(300);
        Claims(await TokenAsync(scene, null))["aud"]!.GetValue<string>().Should().Be("https://github.com/me");
        scene.Host.Requests.All[0].PathAndQuery.Should().Be("/_oidc/token?api-version=2.0&audience=sts.amazonaws.com");
    }

    [Fact]
    public async Task IdToken_OtherRequestToken_Is401()
    {
        await using var scene = await AwsScene.StartAsync(Options);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Authorization", "Bearer another's");

        (await http.GetAsync(scene.Host.IdTokenRequestUrl)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task AssumeRole_TrustedToken_GivesCredentialsUntilTheyExpire()
    {
        await using var scene = await AwsScene.StartAsync(Options);

        var answer = await AssumeAsync(scene, await TokenAsync(scene), duration: 900);

        answer.AssumedRoleUser.Arn.Should().Be("arn:aws:sts::123456789012:assumed-role/runners/start-7");
        answer.SubjectFromWebIdentityToken.Should().Be("repo:octo-org/octo-repo:ref:refs/heads/main");
        answer.Audience.Should().Be("sts.amazonaws.com");
        answer.Credentials.Expiration.Should().Be(new DateTime(2026, 11, 25, 10, 15, 0, DateTimeKind.Utc));
        var session = answer.Credentials;
        (await scene.StsAs(session).GetCallerIdentityAsync(new GetCallerIdentityRequest())).Arn.Should().Be(answer.AssumedRoleUser.Arn);
        (await scene.Ec2As(session).RunInstancesAsync(scene.Request())).Reservation.Instances.Should().ContainSingle();
        var withoutToken = new BasicAWSCredentials(session.AccessKeyId, session.SecretAccessKey);
        (await Refusals.CodeAsync(() => scene.Ec2As(withoutToken).DescribeRegionsAsync(new DescribeRegionsRequest()))).Should().Be("AuthFailure");

        scene.Clock.Advance(TimeSpan.FromMinutes(15));
        (await Refusals.RefusalAsync(() => scene.Ec2As(session).DescribeRegionsAsync(new DescribeRegionsRequest()))).Should().Be(("RequestExpired", HttpStatusCode.BadRequest, "Request has expired."));
        (await Refusals.CodeAsync(() => scene.StsAs(session).GetCallerIdentityAsync(new GetCallerIdentityRequest()))).Should().Be("ExpiredToken");
        (await Refusals.CodeAsync(() => scene.SsmAs(session).GetParameterAsync(new GetParameterRequest { Name = AwsScene.Ubuntu }))).Should().Be("ExpiredTokenException");
    }

    [Fact]
    public async Task AssumeRole_DeniedToTheRole_NamesItsSession()
    {
        await using var scene = await AwsScene.StartAsync(new AwsOptions { Roles = [new AwsRole { Arn = RoleArn, DeniedActions = ["ec2:TerminateInstances"] }] });
        var id = (await scene.LaunchAsync()).InstanceId;
        var session = (await AssumeAsync(scene, await TokenAsync(scene))).Credentials;

        var refusal = await Refusals.RefusalAsync(() => scene.Ec2As(session).TerminateInstancesAsync(new TerminateInstancesRequest([id])));

        refusal.Message.Should().Contain($"User: arn:aws:sts::123456789012:assumed-role/runners/start-7 is not authorized to perform: ec2:TerminateInstances on resource: arn:aws:ec2:us-east-1:123456789012:instance/{id} because");
        await scene.TerminateAsync(id);
    }

    [Theory]
    [InlineData("repo:evil-org/octo-repo:ref:refs/heads/main", "sts.amazonaws.com", RoleArn)]
    [InlineData("repo:octo-org/octo-repo:pull_request", "sts.amazonaws.com", RoleArn)]
    [InlineData("repo:octo-org/octo-repo:ref:refs/heads/main", "other audience", RoleArn)]
    [InlineData("repo:octo-org/octo-repo:ref:refs/heads/main", "sts.amazonaws.com", "arn:aws:iam::123456789012:role/other")]
    public async Task AssumeRole_NotTrusted_IsDenied(string subject, string audience, string role)
    {
        var other = new AwsRole { Arn = "arn:aws:iam::123456789012:role/audience", Audience = "other audience" };
        await using var scene = await AwsScene.StartAsync(Options with { Roles = [.. Options.Roles, other] });
        scene.Host.IdTokenSubject = subject;
        var token = await TokenAsync(scene, audience);

        var refusal = await Refusals.RefusalAsync(() => AssumeAsync(scene, token, role));

        refusal.Should().Be(("AccessDenied", HttpStatusCode.Forbidden, "Not authorized to perform sts:AssumeRoleWithWebIdentity"));
    }

    [Fact]
    public async Task AssumeRole_TokenOfAnotherIssuer_IsInvalid()
    {
        await using var scene = await AwsScene.StartAsync(Options);
        await using var other = await AwsScene.StartAsync(Options);
        var foreign = await TokenAsync(other);
        var parts = (await TokenAsync(scene)).Split('.');
        var forged = $"{parts[0]}.{Encode(Claims(string.Join('.', parts)).ToJsonString().Replace("octo-repo", "evil-repo", StringComparison.Ordinal))}.{parts[2]}";

        (await Refusals.CodeAsync(() => AssumeAsync(scene, foreign))).Should().Be("InvalidIdentityToken", "it is signed with another key");
        (await Refusals.CodeAsync(() => AssumeAsync(scene, forged))).Should().Be("InvalidIdentityToken", "what it says was changed");
        (await Refusals.CodeAsync(() => AssumeAsync(scene, "no token"))).Should().Be("InvalidIdentityToken");
    }

    [Fact]
    public async Task AssumeRole_AudienceThatNobodyAsksFor_IsIncorrect()
    {
        await using var scene = await AwsScene.StartAsync(Options);
        var token = await TokenAsync(scene, null);

        (await Refusals.RefusalAsync(() => AssumeAsync(scene, token))).Should().Be(("InvalidIdentityToken", HttpStatusCode.BadRequest, "Incorrect token audience"));
    }

    [Fact]
    public async Task AssumeRole_OldToken_IsExpired()
    {
        await using var scene = await AwsScene.StartAsync(Options);
        var token = await TokenAsync(scene);
        scene.Clock.Advance(TimeSpan.FromMinutes(5));

        (await Refusals.CodeAsync(() => AssumeAsync(scene, token))).Should().Be("ExpiredTokenException");
    }

    [Theory]
    [InlineData("start-7", 899, "*899*durationSeconds*")]
    [InlineData("start-7", 43201, "*43201*durationSeconds*")]
    [InlineData("start-7", 3601, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")]
    [InlineData("start 7", 900, "*start 7*roleSessionName*")]
    [InlineData("s", 900, "*roleSessionName*")]
    public async Task AssumeRole_OutOfBounds_IsAValidationError(string session, int duration, string message)
    {
        await using var scene = await AwsScene.StartAsync(Options);
        var token = await TokenAsync(scene);

        var refusal = await Refusals.RefusalAsync(() => AssumeAsync(scene, token, duration: duration, session: session));

        refusal.Code.Should().Be("ValidationError");
        refusal.Message.Should().Match(message);
    }

    [Fact]
    public async Task AssumeRole_AllowedActions_AreAllThatTheRoleMayDo()
    {
        await using var scene = await AwsScene.StartAsync(new AwsOptions
        {
            InstanceProfiles = ["runner"],
            Roles = [new AwsRole { Arn = RoleArn, AllowedActions = ["ec2:Describe*", "ec2:RunInstances"], DeniedActions = ["ec2:DescribeVolumes"] }],
        });
        var ec2 = scene.Ec2As((await AssumeAsync(scene, await TokenAsync(scene))).Credentials);
        (await ec2.DescribeInstancesAsync(new DescribeInstancesRequest())).Should().NotBeNull();
        (await ec2.RunInstancesAsync(scene.Request())).Should().NotBeNull();

        var profile = scene.Request();
        profile.IamInstanceProfile = new IamInstanceProfileSpecification { Name = "runner" };
        var tagged = scene.Request();
        tagged.TagSpecifications = [new TagSpecification { ResourceType = "instance", Tags = [new Amazon.EC2.Model.Tag("a", "b")] }];
        var byParameter = scene.Request();
        byParameter.ImageId = "resolve:ssm:" + AwsScene.Ubuntu;

        foreach (var (action, call) in new (string, Func<Task>)[]
        {
            ("iam:PassRole", () => ec2.RunInstancesAsync(profile)),
            ("ec2:CreateTags", () => ec2.RunInstancesAsync(tagged)),
            ("ssm:GetParameters", () => ec2.RunInstancesAsync(byParameter)),
            ("ec2:TerminateInstances", () => ec2.TerminateInstancesAsync(new TerminateInstancesRequest([scene.Aws.Instances[0].InstanceId]))),
            ("ec2:DescribeVolumes", () => ec2.DescribeVolumesAsync(new DescribeVolumesRequest())),
        })
        {
            (await Refusals.RefusalAsync(call)).Message.Should().Contain($"is not authorized to perform: {action}");
        }

        scene.Aws.Instances.Should().ContainSingle().Which.State.Should().Be("running");
    }

    private static Task<AssumeRoleWithWebIdentityResponse> AssumeAsync(AwsScene scene, string token, string role = RoleArn, int? duration = null, string session = "start-7") =>
        scene.StsAs(new AnonymousAWSCredentials()).AssumeRoleWithWebIdentityAsync(new AssumeRoleWithWebIdentityRequest
        {
            RoleArn = role,
            RoleSessionName = session,
            WebIdentityToken = token,
            DurationSeconds = duration,
        });

    private static async Task<string> TokenAsync(AwsScene scene, string? audience = "sts.amazonaws.com")
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Authorization", "Bearer " + scene.Host.IdTokenRequestToken);
        var url = scene.Host.IdTokenRequestUrl + (audience is null ? "" : "&audience=" + Uri.EscapeDataString(audience));
        return JsonNode.Parse(await http.GetStringAsync(new Uri(url)))!["value"]!.GetValue<string>();
    }

    private static JsonNode Claims(string token) => JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]))!;

    private static string Encode(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
