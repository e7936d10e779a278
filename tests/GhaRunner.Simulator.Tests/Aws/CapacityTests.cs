using System.Net;
using Amazon.EC2;
using Amazon.EC2.Model;
using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Aws.Capacity;
using GhaRunner.Simulator.Tests.Aws.Support;

namespace GhaRunner.Simulator.Tests.Aws;

public sealed class CapacityTests
{
    [Fact]
    public async Task RunInstances_NoCapacityInTheZone_SaysWhereThereIs()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.SetCapacity("us-east-1a", "m7i.large", AwsMarket.OnDemand, 1);
        scene.Aws.SetCapacity("us-east-1b", "m7i.large", AwsMarket.OnDemand, 0);
        var first = await scene.LaunchAsync(InZone(scene, "us-east-1a"));

        var refusal = await Refusals.RefusalAsync(() => scene.LaunchAsync(InZone(scene, "us-east-1a")));

        refusal.Code.Should().Be("InsufficientInstanceCapacity");
        refusal.Status.Should().Be(HttpStatusCode.InternalServerError);
        refusal.Message.Should().Contain("do not have sufficient m7i.large capacity in the Availability Zone you requested (us-east-1a)").And.EndWith("or choosing us-east-1c.");
        await scene.TerminateAsync(first.InstanceId);
        scene.Aws.CapacityLeft("us-east-1a", "m7i.large", AwsMarket.OnDemand).Should().Be(1, "what is terminated gives its capacity back");
        (await scene.LaunchAsync(InZone(scene, "us-east-1a"))).Placement.AvailabilityZone.Should().Be("us-east-1a");
    }

    [Fact]
    public async Task RunInstances_NoZoneNamed_GoesWhereThereIsCapacity()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.SetCapacity("us-east-1a", "m7i.large", AwsMarket.OnDemand, 0);
        scene.Aws.Refuse(new AwsRefusal { Code = "InsufficientInstanceCapacity", Zone = "us-east-1b" });

        (await scene.LaunchAsync()).Placement.AvailabilityZone.Should().Be("us-east-1c");

        scene.Aws.SetCapacity("us-east-1c", "m7i.large", AwsMarket.OnDemand, 0);
        (await Refusals.CodeAsync(() => scene.LaunchAsync())).Should().Be("InsufficientInstanceCapacity");
        var spot = scene.Request();
        spot.InstanceMarketOptions = new InstanceMarketOptionsRequest { MarketType = MarketType.Spot };
        (await scene.LaunchAsync(spot)).Placement.AvailabilityZone.Should().Be("us-east-1a", "the spot market has its own capacity");
        scene.Aws.RestoreCapacity();
        (await scene.LaunchAsync()).Placement.AvailabilityZone.Should().Be("us-east-1a");
    }

    [Theory]
    [InlineData(1, 5, 3)]
    [InlineData(3, 3, 3)]
    [InlineData(4, 5, 0)]
    public async Task RunInstances_MoreThanThereIs_LaunchesAsManyAsPossible(int least, int most, int launched)
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.SetCapacity("us-east-1a", "m7i.large", AwsMarket.OnDemand, 3);
        var request = InZone(scene, "us-east-1a");
        (request.MinCount, request.MaxCount) = (least, most);

        if (launched == 0)
            (await Refusals.CodeAsync(() => scene.LaunchAsync(request))).Should().Be("InsufficientInstanceCapacity");
        else
            (await scene.Ec2.RunInstancesAsync(request)).Reservation.Instances.Should().HaveCount(launched).And.OnlyHaveUniqueItems(instance => instance.InstanceId);

        scene.Aws.Instances.Should().HaveCount(launched);
    }

    [Fact]
    public async Task RunInstances_TypeThatTheZoneDoesNotOffer_IsUnsupported()
    {
        await using var scene = await AwsScene.StartAsync();
        var request = scene.Request("g6.xlarge", AwsScene.Gpu);
        request.Placement = new Placement { AvailabilityZone = "us-east-1c" };

        var refusal = await Refusals.RefusalAsync(() => scene.LaunchAsync(request));

        (refusal.Code, refusal.Status).Should().Be(("Unsupported", HttpStatusCode.BadRequest));
        refusal.Message.Should().EndWith("or choosing us-east-1a, us-east-1b.");
    }

    [Fact]
    public async Task RunInstances_PriceBelowTheMarket_IsTooLow()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.SetSpotPrice("us-east-1b", "m7i.large", 0.5m);
        var request = InZone(scene, "us-east-1b");
        request.InstanceMarketOptions = new InstanceMarketOptionsRequest { MarketType = MarketType.Spot, SpotOptions = new SpotMarketOptions { MaxPrice = "0.4" } };
        (await Refusals.CodeAsync(() => scene.LaunchAsync(request))).Should().Be("SpotMaxPriceTooLow");

        request.InstanceMarketOptions.SpotOptions.MaxPrice = "0.5";
        (await scene.LaunchAsync(request)).InstanceLifecycle.Should().Be(InstanceLifecycleType.Spot);
    }

    [Fact]
    public async Task Refuse_MatchingLaunches_AnswersAsManyTimesAsTold()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.Refuse(new AwsRefusal { Code = "VcpuLimitExceeded", InstanceType = "m7i.large", Market = AwsMarket.OnDemand, Region = AwsScene.Region, Times = 2 });
        scene.Aws.Refuse(new AwsRefusal { Code = "Server.Odd", Message = "How odd.", Status = 502, Zone = "us-east-1b", Times = 1 });

        (await scene.LaunchAsync(scene.Request("t3.micro"))).Should().NotBeNull("it is of another type");
        var first = await Refusals.RefusalAsync(() => scene.LaunchAsync());
        (first.Code, first.Status).Should().Be(("VcpuLimitExceeded", HttpStatusCode.BadRequest));
        first.Message.Should().Contain("vCPU limit");
        (await Refusals.CodeAsync(() => scene.LaunchAsync())).Should().Be("VcpuLimitExceeded");
        (await Refusals.RefusalAsync(() => scene.LaunchAsync(InZone(scene, "us-east-1b")))).Should().Be(("Server.Odd", HttpStatusCode.BadGateway, "How odd."));
        (await scene.LaunchAsync(InZone(scene, "us-east-1b"))).Should().NotBeNull();
    }

    [Fact]
    public async Task FailAfterLaunch_WhilePending_IsTerminatedWithoutHavingRun()
    {
        await using var scene = await AwsScene.StartAsync(new AwsOptions { BootDelay = TimeSpan.FromSeconds(20) });
        scene.Aws.SetCapacity("us-east-1a", "m7i.large", AwsMarket.OnDemand, 1);
        scene.Aws.FailAfterLaunch(new AwsLaunchFailure { Code = "Server.InsufficientInstanceCapacity", Delay = TimeSpan.FromSeconds(5), Times = 1, Zone = "us-east-1a" });

        var launched = await scene.LaunchAsync(InZone(scene, "us-east-1a"));

        launched.State.Name.Should().Be(InstanceStateName.Pending);
        scene.Clock.Advance(TimeSpan.FromSeconds(5));
        var failed = (await scene.DescribeAsync(launched.InstanceId))[0];
        failed.State.Name.Should().Be(InstanceStateName.Terminated);
        failed.StateReason.Code.Should().Be("Server.InsufficientInstanceCapacity");
        failed.StateReason.Message.Should().StartWith("Server.InsufficientInstanceCapacity: ");
        failed.StateTransitionReason.Should().Be("Server.InsufficientInstanceCapacity");
        scene.Aws.Volumes.Should().BeEmpty();
        scene.Aws.CapacityLeft("us-east-1a", "m7i.large", AwsMarket.OnDemand).Should().Be(1);
        scene.Clock.Advance(TimeSpan.FromSeconds(20));
        (await scene.StateAsync(launched.InstanceId)).Should().Be("terminated");
        var second = await scene.LaunchAsync(InZone(scene, "us-east-1a"));
        scene.Clock.Advance(TimeSpan.FromSeconds(20));
        (await scene.StateAsync(second.InstanceId)).Should().Be("running", "one was to fail");
    }

    [Fact]
    public async Task FailAfterLaunch_WhileRunning_ShutsDownFirst()
    {
        await using var scene = await AwsScene.StartAsync(new AwsOptions { ShutdownDelay = TimeSpan.FromSeconds(30) });
        scene.Aws.FailAfterLaunch(new AwsLaunchFailure { Code = "Client.InternalError", Message = "Client.InternalError: the key is disabled", Delay = TimeSpan.FromMinutes(2) });
        var id = (await scene.LaunchAsync()).InstanceId;
        (await scene.StateAsync(id)).Should().Be("running");

        scene.Clock.Advance(TimeSpan.FromMinutes(2));

        var ending = (await scene.DescribeAsync(id))[0];
        ending.State.Name.Should().Be(InstanceStateName.ShuttingDown);
        ending.StateReason.Message.Should().Be("Client.InternalError: the key is disabled");
        scene.Clock.Advance(TimeSpan.FromSeconds(30));
        (await scene.StateAsync(id)).Should().Be("terminated");
    }

    [Fact]
    public async Task InterruptSpot_Running_IsTerminatedForIt()
    {
        await using var scene = await AwsScene.StartAsync();
        var request = scene.Request();
        request.InstanceMarketOptions = new InstanceMarketOptionsRequest { MarketType = MarketType.Spot };
        var id = (await scene.LaunchAsync(request)).InstanceId;

        scene.Aws.InterruptSpot(id);

        var interrupted = (await scene.DescribeAsync(id))[0];
        interrupted.State.Name.Should().Be(InstanceStateName.Terminated);
        interrupted.StateReason.Code.Should().Be("Server.SpotInstanceTermination");
        scene.Aws.SpotRequests[0].StatusCode.Should().Be("instance-terminated-no-capacity");
    }

    [Fact]
    public async Task InterruptSpot_ThatIsToStop_IsStopped()
    {
        await using var scene = await AwsScene.StartAsync();
        var request = scene.Request();
        request.InstanceMarketOptions = new InstanceMarketOptionsRequest
        {
            MarketType = MarketType.Spot,
            SpotOptions = new SpotMarketOptions { SpotInstanceType = SpotInstanceType.Persistent, InstanceInterruptionBehavior = InstanceInterruptionBehavior.Stop },
        };
        var id = (await scene.LaunchAsync(request)).InstanceId;

        scene.Aws.InterruptSpot(id);

        var interrupted = (await scene.DescribeAsync(id))[0];
        interrupted.State.Name.Should().Be(InstanceStateName.Stopped);
        interrupted.StateReason.Code.Should().Be("Server.SpotInstanceShutdown");
        var onDemand = (await scene.LaunchAsync()).InstanceId;
        FluentActions.Invoking(() => scene.Aws.InterruptSpot(onDemand)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task RunInstances_ManyAtOnce_GetNoMoreThanThereIs()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.SetCapacity("us-east-1b", "m7i.large", AwsMarket.OnDemand, 3);

        var launches = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            try
            {
                await scene.LaunchAsync(InZone(scene, "us-east-1b"));
                return true;
            }
            catch (AmazonEC2Exception refusal) when (refusal.ErrorCode == "InsufficientInstanceCapacity")
            {
                return false;
            }
        }));

        launches.Count(launched => launched).Should().Be(3);
        scene.Aws.Instances.Should().HaveCount(3);
    }

    [Theory]
    [InlineData("terminate", "terminated", 1)]
    [InlineData("stop", "stopped", 1)]
    public async Task EndByGuest_PoweredOff_DoesAsTheLaunchAsked(string behavior, string state, int capacity)
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Aws.SetCapacity("us-east-1a", "m7i.large", AwsMarket.OnDemand, 1);
        var request = InZone(scene, "us-east-1a");
        request.InstanceInitiatedShutdownBehavior = behavior;
        var id = (await scene.LaunchAsync(request)).InstanceId;

        scene.Aws.EndByGuest(id);

        var ended = (await scene.DescribeAsync(id))[0];
        ended.State.Name.Value.Should().Be(state);
        ended.StateReason.Code.Should().Be("Client.InstanceInitiatedShutdown");
        ended.PublicIpAddress.Should().BeNull();
        ended.NetworkInterfaces?.Select(one => one.Association).Should().OnlyContain(association => association == null);
        scene.Aws.Volumes.Should().HaveCount(behavior == "stop" ? 1 : 0);
        scene.Aws.CapacityLeft("us-east-1a", "m7i.large", AwsMarket.OnDemand).Should().Be(capacity);
        await scene.TerminateAsync(id);
        (await scene.StateAsync(id)).Should().Be("terminated");
        scene.Aws.Volumes.Should().BeEmpty();
        scene.Aws.CapacityLeft("us-east-1a", "m7i.large", AwsMarket.OnDemand).Should().Be(capacity, "it is given back once");
    }

    private static RunInstancesRequest InZone(AwsScene scene, string zone)
    {
        var request = scene.Request();
        request.Placement = new Placement { AvailabilityZone = zone };
        return request;
    }
}
