using System.Net;
using Amazon.EC2;
using Amazon.EC2.Model;
using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Aws.Capacity;
using GhaRunner.Simulator.Tests.Aws.Support;

namespace GhaRunner.Simulator.Tests.Aws;

public sealed class LaunchTests
{
    [Fact]
    public async Task RunInstances_OnDemand_LivesAsTheRealOne()
    {
        await using var scene = await AwsScene.StartAsync(new AwsOptions { BootDelay = TimeSpan.FromSeconds(20), ShutdownDelay = TimeSpan.FromSeconds(30) });

        var launched = await scene.LaunchAsync();

        launched.State.Name.Should().Be(InstanceStateName.Pending);
        launched.InstanceLifecycle.Should().BeNull();
        launched.InstanceId.Should().MatchRegex("^i-0[0-9a-f]{16}$");
        scene.Clock.Advance(TimeSpan.FromSeconds(19));
        (await scene.StateAsync(launched.InstanceId)).Should().Be("pending");
        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        var running = (await scene.DescribeAsync(launched.InstanceId))[0];
        running.State.Name.Should().Be(InstanceStateName.Running);
        running.State.Code.Should().Be(16);
        running.PublicIpAddress.Should().NotBeNull("the default subnets map public addresses");
        running.LaunchTime.Should().Be(new DateTime(2026, 11, 25, 10, 0, 0, DateTimeKind.Utc));
        running.Placement.AvailabilityZone.Should().Be("us-east-1a");

        var change = (await scene.Ec2.TerminateInstancesAsync(new TerminateInstancesRequest([launched.InstanceId]))).TerminatingInstances.Should().ContainSingle().Which;
        change.PreviousState.Name.Should().Be(InstanceStateName.Running);
        change.CurrentState.Name.Should().Be(InstanceStateName.ShuttingDown);
        scene.Clock.Advance(TimeSpan.FromSeconds(30));
        var terminated = (await scene.DescribeAsync(launched.InstanceId))[0];
        terminated.State.Name.Should().Be(InstanceStateName.Terminated);
        terminated.StateReason.Code.Should().Be("Client.UserInitiatedShutdown");
        terminated.StateTransitionReason.Should().Be("User initiated (2026-11-25 10:00:20 GMT)");
        terminated.PublicIpAddress.Should().BeNull();
        scene.Aws.Volumes.Should().BeEmpty();
        scene.Aws.NetworkInterfaces.Should().BeEmpty();

        scene.Clock.Advance(TimeSpan.FromMinutes(59));
        (await scene.DescribeAsync()).Should().ContainSingle();
        scene.Clock.Advance(TimeSpan.FromMinutes(1));
        (await scene.DescribeAsync()).Should().BeEmpty();
        (await Refusals.CodeAsync(() => scene.DescribeAsync(launched.InstanceId))).Should().Be("InvalidInstanceID.NotFound");
    }

    [Fact]
    public async Task RunInstances_NoDelays_AnswersPendingAndRunsAfterwards()
    {
        await using var scene = await AwsScene.StartAsync();

        var launched = await scene.LaunchAsync();

        launched.State.Name.Should().Be(InstanceStateName.Pending);
        (await scene.StateAsync(launched.InstanceId)).Should().Be("running");
        var change = await scene.Ec2.TerminateInstancesAsync(new TerminateInstancesRequest([launched.InstanceId]));
        change.TerminatingInstances[0].CurrentState.Name.Should().Be(InstanceStateName.ShuttingDown);
        (await scene.StateAsync(launched.InstanceId)).Should().Be("terminated");
    }

    [Fact]
    public async Task RunInstances_EveryOption_IsRemembered()
    {
        await using var scene = await AwsScene.StartAsync(new AwsOptions { KeyPairs = ["mine"], InstanceProfiles = ["runner"] });
        var request = scene.Request();
        request.ClientToken = "start-1-us-east-1b";
        request.UserData = AwsScene.Base64("#!/bin/sh\necho grüezi\n");
        request.KeyName = "mine";
        request.IamInstanceProfile = new IamInstanceProfileSpecification { Name = "runner" };
        request.InstanceInitiatedShutdownBehavior = ShutdownBehavior.Terminate;
        request.MetadataOptions = new InstanceMetadataOptionsRequest { HttpTokens = HttpTokensState.Required, HttpPutResponseHopLimit = 1 };
        request.Placement = new Placement { AvailabilityZone = "us-east-1b" };
        request.TagSpecifications = [Tags("instance", "run", "7"), Tags("volume", "disk", "of 7"), Tags("network-interface", "card", "of 7")];

        var launched = await scene.LaunchAsync(request);

        var instance = scene.Aws.Instances.Should().ContainSingle().Which;
        instance.Should().BeEquivalentTo(new
        {
            launched.InstanceId,
            Region = AwsScene.Region,
            Zone = "us-east-1b",
            InstanceType = "m7i.large",
            Market = AwsMarket.OnDemand,
            State = "running",
            StateReason = (string?)null,
            ClientToken = "start-1-us-east-1b",
            request.ImageId,
            UserData = "#!/bin/sh\necho grüezi\n",
            ShutdownBehavior = "terminate",
            KeyName = "mine",
            InstanceProfileArn = "arn:aws:iam::123456789012:instance-profile/runner",
            Tags = new Dictionary<string, string> { ["run"] = "7" },
            MetadataOptions = new Dictionary<string, string> { ["HttpTokens"] = "required", ["HttpPutResponseHopLimit"] = "1" },
        });
        scene.Aws.Volumes.Should().ContainSingle().Which.Tags.Should().Equal(new Dictionary<string, string> { ["disk"] = "of 7" });
        scene.Aws.NetworkInterfaces.Should().ContainSingle().Which.Tags.Should().Equal(new Dictionary<string, string> { ["card"] = "of 7" });
        launched.Tags.Should().ContainSingle(tag => tag.Key == "run" && tag.Value == "7");
        launched.IamInstanceProfile.Arn.Should().EndWith("instance-profile/runner");
        launched.MetadataOptions.HttpPutResponseHopLimit.Should().Be(1);
    }

    [Fact]
    public async Task RunInstances_Spot_HasARequestThatEndsWithIt()
    {
        await using var scene = await AwsScene.StartAsync();
        var request = scene.Request();
        request.InstanceMarketOptions = new InstanceMarketOptionsRequest { MarketType = MarketType.Spot };
        request.TagSpecifications = [Tags("spot-instances-request", "run", "7")];

        var launched = await scene.LaunchAsync(request);

        launched.InstanceLifecycle.Should().Be(InstanceLifecycleType.Spot);
        var described = (await scene.Ec2.DescribeSpotInstanceRequestsAsync(new DescribeSpotInstanceRequestsRequest { SpotInstanceRequestIds = [launched.SpotInstanceRequestId] })).SpotInstanceRequests[0];
        described.InstanceId.Should().Be(launched.InstanceId);
        described.Tags.Should().ContainSingle(tag => tag.Key == "run");
        scene.Aws.SpotRequests.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Type = "one-time", InterruptionBehavior = "terminate", State = "active", StatusCode = "fulfilled" });
        await scene.TerminateAsync(launched.InstanceId);
        scene.Aws.SpotRequests[0].Should().BeEquivalentTo(new { State = "closed", StatusCode = "instance-terminated-by-user" });
    }

    [Fact]
    public async Task RunInstances_SameClientToken_ReturnsTheSameReservation()
    {
        await using var scene = await AwsScene.StartAsync();
        var request = scene.Request();
        request.ClientToken = "once";
        var first = (await scene.Ec2.RunInstancesAsync(request)).Reservation;

        var second = (await scene.Ec2.RunInstancesAsync(request)).Reservation;

        second.ReservationId.Should().Be(first.ReservationId);
        second.Instances[0].InstanceId.Should().Be(first.Instances[0].InstanceId);
        await scene.TerminateAsync(first.Instances[0].InstanceId);
        var third = (await scene.Ec2.RunInstancesAsync(request)).Reservation.Instances[0];
        third.InstanceId.Should().Be(first.Instances[0].InstanceId);
        third.State.Name.Should().Be(InstanceStateName.Terminated);
        scene.Aws.Instances.Should().ContainSingle();
        request.InstanceType = InstanceType.M7iXlarge;
        (await Refusals.CodeAsync(() => scene.LaunchAsync(request))).Should().Be("IdempotentParameterMismatch");
        (await scene.LaunchAsync()).InstanceId.Should().NotBe(third.InstanceId);
    }

    [Fact]
    public async Task RunInstances_RefusedClientToken_MayBeUsedAgain()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.Refuse(new AwsRefusal { Code = "VcpuLimitExceeded", Times = 1 });
        var request = scene.Request();
        request.ClientToken = "once";
        (await Refusals.CodeAsync(() => scene.LaunchAsync(request))).Should().Be("VcpuLimitExceeded");

        (await scene.LaunchAsync(request)).InstanceId.Should().NotBeNull();
    }

    [Fact]
    public async Task RunInstances_SlowConsistency_IsFoundLaterButTerminatedAtOnce()
    {
        await using var scene = await AwsScene.StartAsync(new AwsOptions { VisibleAfter = TimeSpan.FromSeconds(5) });
        var launched = await scene.LaunchAsync();

        (await Refusals.CodeAsync(() => scene.DescribeAsync(launched.InstanceId))).Should().Be("InvalidInstanceID.NotFound");
        (await scene.DescribeAsync()).Should().BeEmpty();
        (await Refusals.CodeAsync(() => scene.Ec2.CreateTagsAsync(new CreateTagsRequest([launched.InstanceId], [new Tag("a", "b")])))).Should().Be("InvalidInstanceID.NotFound");
        scene.Aws.Instances.Should().ContainSingle("the puppeteer sees everything");
        await scene.TerminateAsync(launched.InstanceId);
        scene.Clock.Advance(TimeSpan.FromSeconds(5));
        (await scene.StateAsync(launched.InstanceId)).Should().Be("terminated");
    }

    [Fact]
    public async Task RunInstances_DryRun_MakesNothing()
    {
        await using var scene = await AwsScene.StartAsync();
        var request = scene.Request();
        request.DryRun = true;

        var (code, status, message) = await Refusals.RefusalAsync(() => scene.LaunchAsync(request));

        (code, status, message).Should().Be(("DryRunOperation", HttpStatusCode.PreconditionFailed, "Request would have succeeded, but DryRun flag is set."));
        scene.Aws.Instances.Should().BeEmpty();
        request.InstanceType = "m99.huge";
        (await Refusals.CodeAsync(() => scene.LaunchAsync(request))).Should().Be("InvalidParameterValue");
    }

    [Fact]
    public async Task RunInstances_ParameterForAnImage_IsResolved()
    {
        await using var scene = await AwsScene.StartAsync();
        var request = scene.Request();
        var expected = request.ImageId;
        request.ImageId = "resolve:ssm:" + AwsScene.Ubuntu;

        (await scene.LaunchAsync(request)).ImageId.Should().Be(expected);

        scene.Aws.Deny(scene.Aws.AccessKey.AccessKeyId, "ssm:GetParameters");
        request.ClientToken = "another";
        (await Refusals.CodeAsync(() => scene.LaunchAsync(request))).Should().Be("UnauthorizedOperation");
    }

    private static TagSpecification Tags(string kind, string key, string value) => new() { ResourceType = kind, Tags = [new Tag(key, value)] };
}
