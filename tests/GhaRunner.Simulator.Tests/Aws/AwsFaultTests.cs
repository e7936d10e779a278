using System.Net;
using Amazon.EC2.Model;
using Amazon.SecurityToken.Model;
using Amazon.SimpleSystemsManagement.Model;
using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Faults;
using GhaRunner.Simulator.Tests.Aws.Support;

namespace GhaRunner.Simulator.Tests.Aws;

public sealed class AwsFaultTests
{
    [Fact]
    public async Task Requests_AllServices_AreRecordedByTheirAction()
    {
        await using var scene = await AwsScene.StartAsync();
        await scene.LaunchAsync();
        await scene.Ec2As(scene.Credentials, "eu-central-1").DescribeRegionsAsync(new DescribeRegionsRequest());
        await scene.StsAs(scene.Credentials).GetCallerIdentityAsync(new GetCallerIdentityRequest());
        await scene.SsmAs(scene.Credentials).GetParameterAsync(new GetParameterRequest { Name = AwsScene.Ubuntu });

        scene.Host.Requests.All.Select(request => request.PathAndQuery).Should().Equal(
            "/_aws/ec2/us-east-1/RunInstances", "/_aws/ec2/eu-central-1/DescribeRegions", "/_aws/sts/us-east-1/GetCallerIdentity", "/_aws/ssm/us-east-1/GetParameter");
        scene.Host.Requests.All[0].Body.Should().Contain("InstanceType=m7i.large");
        scene.Host.Requests.All.Should().OnlyContain(request => request.Method == "POST" && request.Status == 200 && request.AuthorizationHash != null);
    }

    [Fact]
    public async Task Ec2_Scripted_IsReadBySdkAsTheRealError()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Host.Faults.Add(new FaultRule { Path = "/ec2/us-east-1/RunInstances$", Skip = 1, Effect = AwsFaults.Ec2("RequestLimitExceeded", "Request limit exceeded.") });

        await scene.LaunchAsync();
        var refusal = await Refusals.RefusalAsync(() => scene.LaunchAsync());

        refusal.Should().Be(("RequestLimitExceeded", HttpStatusCode.ServiceUnavailable, "Request limit exceeded."));
        scene.Aws.Instances.Should().ContainSingle();
    }

    [Fact]
    public async Task StsAndSsm_Scripted_AreReadBySdkAsTheRealErrors()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Host.Faults.Add(new FaultRule { Path = "/sts/", Effect = AwsFaults.Sts("IDPCommunicationError", "Try again.", 400) });
        scene.Host.Faults.Add(new FaultRule { Path = "/ssm/", Effect = AwsFaults.Ssm("ThrottlingException", "Rate exceeded") });

        (await Refusals.RefusalAsync(() => scene.StsAs(scene.Credentials).GetCallerIdentityAsync(new GetCallerIdentityRequest())))
            .Should().Be(("IDPCommunicationError", HttpStatusCode.BadRequest, "Try again."));
        var ssm = await FluentActions.Awaiting(() => scene.SsmAs(scene.Credentials).GetParameterAsync(new GetParameterRequest { Name = "/x" }))
            .Should().ThrowAsync<Amazon.Runtime.AmazonServiceException>();
        ssm.Which.ErrorCode.Should().Be("ThrottlingException");
        ssm.Which.Message.Should().Be("Rate exceeded");
    }

    [Fact]
    public async Task DropAfter_RunInstances_LeavesTheInstanceThatItsTokenFinds()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Host.Faults.Add(new FaultRule { Path = "RunInstances$", Effect = FaultEffect.DropAfter() });
        var request = scene.Request();
        request.ClientToken = "once";

        // The SDK asks once more by itself when its connection is reset.
        var launched = await scene.LaunchAsync(request);

        scene.Host.Requests.All.Select(one => one.Status).Should().Equal(0, 200);
        scene.Aws.Instances.Should().ContainSingle("the first request had its effect").Which.InstanceId.Should().Be(launched.InstanceId);
    }

    [Fact]
    public async Task UnknownAction_EachService_IsRefused()
    {
        await using var scene = await AwsScene.StartAsync();

        (await Refusals.CodeAsync(() => scene.Ec2.DescribeAddressesAsync(new DescribeAddressesRequest()))).Should().Be("InvalidAction");
        (await Refusals.CodeAsync(() => scene.StsAs(scene.Credentials).GetSessionTokenAsync(new GetSessionTokenRequest()))).Should().Be("InvalidAction");
        (await Refusals.CodeAsync(() => scene.SsmAs(scene.Credentials).DescribeParametersAsync(new DescribeParametersRequest()))).Should().Be("UnknownOperationException");
    }
}
