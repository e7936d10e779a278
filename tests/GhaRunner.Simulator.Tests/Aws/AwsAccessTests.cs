using System.Net;
using System.Text.Json.Nodes;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.SecurityToken.Model;
using Amazon.SimpleSystemsManagement.Model;
using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Aws.Access;
using GhaRunner.Simulator.Tests.Aws.Support;

namespace GhaRunner.Simulator.Tests.Aws;

public sealed class AwsAccessTests
{
    [Fact]
    public async Task Calls_UnknownAccessKey_AreRefusedAsEachServiceDoes()
    {
        await using var scene = await AwsScene.StartAsync();
        var other = AwsAccessKey.Generate();
        var credentials = new BasicAWSCredentials(other.AccessKeyId, other.SecretAccessKey);

        var ec2 = await Refusals.RefusalAsync(() => scene.Ec2As(credentials).DescribeRegionsAsync(new DescribeRegionsRequest()));
        var sts = await Refusals.RefusalAsync(() => scene.StsAs(credentials).GetCallerIdentityAsync(new GetCallerIdentityRequest()));
        var ssm = await Refusals.RefusalAsync(() => scene.SsmAs(credentials).GetParameterAsync(new GetParameterRequest { Name = AwsScene.Ubuntu }));

        ec2.Should().Be(("AuthFailure", HttpStatusCode.Unauthorized, "AWS was not able to validate the provided access credentials"));
        sts.Should().Be(("InvalidClientTokenId", HttpStatusCode.Forbidden, "The security token included in the request is invalid."));
        ssm.Should().Be(("UnrecognizedClientException", HttpStatusCode.BadRequest, "The security token included in the request is invalid."));
    }

    [Fact]
    public async Task Calls_SessionTokenOfAnother_AreRefused()
    {
        await using var scene = await AwsScene.StartAsync();
        var credentials = new SessionAWSCredentials(scene.Aws.AccessKey.AccessKeyId, scene.Aws.AccessKey.SecretAccessKey, "another's");

        (await Refusals.CodeAsync(() => scene.Ec2As(credentials).DescribeRegionsAsync(new DescribeRegionsRequest()))).Should().Be("AuthFailure");
    }

    [Theory]
    [InlineData("Action=DescribeRegions&Version=2016-11-15", "/_aws/ec2/us-east-1/DescribeRegions", "<Response><Errors><Error><Code>MissingAuthenticationToken</Code>")]
    [InlineData("Action=GetCallerIdentity&Version=2011-06-15", "/_aws/sts/us-east-1/GetCallerIdentity", "<Code>MissingAuthenticationToken</Code>")]
    public async Task Calls_Unsigned_AreRefused(string body, string path, string answer)
    {
        await using var scene = await AwsScene.StartAsync();
        using var http = new HttpClient();
        using var content = new StringContent(body);

        var response = await http.PostAsync(scene.Host.AwsUrl, content);

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await response.Content.ReadAsStringAsync()).Should().Contain(answer);
        scene.Host.Requests.All.Should().ContainSingle().Which.PathAndQuery.Should().Be(path);
    }

    [Fact]
    public async Task GetCallerIdentity_User_IsTheAccounts()
    {
        var key = AwsAccessKey.Generate() with { UserName = "octocat" };
        await using var scene = await AwsScene.StartAsync(new AwsOptions { AccountId = "000011112222", AccessKeys = [key] });

        var identity = await scene.StsAs(scene.Credentials).GetCallerIdentityAsync(new GetCallerIdentityRequest());

        identity.Account.Should().Be("000011112222");
        identity.Arn.Should().Be("arn:aws:iam::000011112222:user/octocat");
        key.ToString().Should().NotContain(key.SecretAccessKey);
    }

    [Fact]
    public async Task RunInstances_Denied_SaysSoInTheRealWordsAndCanBeDecoded()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.Deny(scene.Aws.AccessKey.AccessKeyId, "ec2:RunInstances");
        var request = scene.Request();
        request.DryRun = true;

        var (code, status, message) = await Refusals.RefusalAsync(() => scene.LaunchAsync(request));

        (code, status).Should().Be(("UnauthorizedOperation", HttpStatusCode.Forbidden));
        message.Should().StartWith(
            "You are not authorized to perform this operation. User: arn:aws:iam::123456789012:user/simulator is not authorized to perform: ec2:RunInstances on resource: "
            + "arn:aws:ec2:us-east-1:123456789012:instance/* because no identity-based policy allows the ec2:RunInstances action. Encoded authorization failure message: ");
        var encoded = message[(message.LastIndexOf(' ') + 1)..];
        var sts = scene.StsAs(scene.Credentials);
        var decoded = JsonNode.Parse((await sts.DecodeAuthorizationMessageAsync(new DecodeAuthorizationMessageRequest { EncodedMessage = encoded })).DecodedMessage)!;
        decoded["allowed"]!.GetValue<bool>().Should().BeFalse();
        decoded["explicitDeny"]!.GetValue<bool>().Should().BeFalse();
        decoded["context"]!["action"]!.GetValue<string>().Should().Be("ec2:RunInstances");
        decoded["context"]!["principal"]!["arn"]!.GetValue<string>().Should().EndWith(":user/simulator");
        decoded["context"]!["resource"]!.GetValue<string>().Should().EndWith(":instance/*");

        (await Refusals.CodeAsync(() => sts.DecodeAuthorizationMessageAsync(new DecodeAuthorizationMessageRequest { EncodedMessage = "x" }))).Should().Be("InvalidAuthorizationMessageException");
        scene.Aws.Deny(scene.Aws.AccessKey.AccessKeyId, "sts:DecodeAuthorizationMessage");
        (await Refusals.CodeAsync(() => sts.DecodeAuthorizationMessageAsync(new DecodeAuthorizationMessageRequest { EncodedMessage = encoded }))).Should().Be("AccessDenied");
        scene.Aws.Allow(scene.Aws.AccessKey.AccessKeyId, "ec2:RunInstances");
        (await scene.LaunchAsync()).Should().NotBeNull();
    }

    [Fact]
    public async Task DescribeInstances_Denied_HasNoResourceAndNoEncodedMessage()
    {
        var key = AwsAccessKey.Generate() with { DeniedActions = ["ec2:Describe*"] };
        await using var scene = await AwsScene.StartAsync(new AwsOptions { AccessKeys = [key] });

        (await Refusals.RefusalAsync(() => scene.DescribeAsync())).Message.Should().Be(
            "You are not authorized to perform this operation. User: arn:aws:iam::123456789012:user/simulator is not authorized to perform: ec2:DescribeInstances because no identity-based policy allows the ec2:DescribeInstances action");

        scene.Aws.Allow(key.AccessKeyId);
        (await scene.DescribeAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("ec2:CreateTags", "volume/*")]
    [InlineData("iam:PassRole", "role/runner")]
    public async Task RunInstances_DeniedWhatComesWithIt_NamesThat(string action, string resource)
    {
        await using var scene = await AwsScene.StartAsync(new AwsOptions { InstanceProfiles = ["runner"] });
        scene.Aws.Deny(scene.Aws.AccessKey.AccessKeyId, action);
        (await scene.LaunchAsync()).Should().NotBeNull("neither tags nor a profile are asked for");
        var request = scene.Request();
        request.IamInstanceProfile = new IamInstanceProfileSpecification { Name = "runner" };
        request.TagSpecifications = [new TagSpecification { ResourceType = "volume", Tags = [new Amazon.EC2.Model.Tag("a", "b")] }];

        (await Refusals.RefusalAsync(() => scene.LaunchAsync(request))).Message.Should().Contain($"is not authorized to perform: {action} on resource: ").And.Contain(resource);

        scene.Aws.Instances.Should().ContainSingle();
    }
}
