using Amazon.EC2;
using Amazon.EC2.Model;
using GhaRunner.Simulator.Aws;
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
}
