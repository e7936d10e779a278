using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Aws.Capacity;
using GhaRunner.Simulator.Faults;

namespace GhaRunner.Actions.Tests.Aws;

/// <summary>Capacity found elsewhere: refusals at once, refusals afterwards, lost answers.</summary>
public sealed class AwsCapacityTests
{
    /// <summary>Two markets by two types by three zones.</summary>
    private static readonly (string, string?)[] twelve = [("instance-type", "m7i.large, c7i.large"), ("market", "spot-then-on-demand")];

    [Fact]
    public async Task Start_RoomOnlyInTheLastOfTwelve_OneRequestEach()
    {
        await using var world = await AwsWorld.CreateAsync();
        world.Cloud.Refuse(new AwsRefusal { Code = "InsufficientInstanceCapacity", Times = 11 });
        using var start = await world.StartAsync(twelve);

        start.ExitCode.Should().Be(0, start.VisibleText);
        world.Count("RunInstances").Should().Be(12);
        var instance = world.Alive.Should().ContainSingle().Subject;
        (instance.InstanceType, instance.Zone, instance.Market).Should().Be(("c7i.large", "us-east-1c", AwsMarket.OnDemand));
        start.VisibleText.Split("No room in").Should().HaveCount(12);
        start.Summary.Should().Contain("us-east-1a").And.Contain("InsufficientInstanceCapacity");
    }

    [Fact]
    public async Task Start_NoRoomAnywhere_ListsWhatWasTriedAndLeavesNothing()
    {
        await using var world = await AwsWorld.CreateAsync();
        world.Cloud.Refuse(new AwsRefusal { Code = "InsufficientInstanceCapacity" });
        using var start = await world.StartAsync(twelve);

        start.ExitCode.Should().Be(4, start.VisibleText);
        world.Count("RunInstances").Should().Be(12);
        start.VisibleText.Should().Contain("None of the candidates has room").And.Contain("Nothing is left of this start.");
        start.Outputs["mapping"].Should().Be("{}");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_QuotaOfARegion_SkipsTheRegion()
    {
        await using var world = await AwsWorld.CreateAsync();
        world.Cloud.Refuse(new AwsRefusal { Code = "VcpuLimitExceeded", Region = "us-east-1" });
        using var start = await world.StartAsync(("region", "us-east-1, us-west-2"), ("instance-type", "m7i.large, c7i.large"));

        start.ExitCode.Should().Be(0, start.VisibleText);
        world.Count("RunInstances").Should().Be(2, "one in the region whose quota is used up, one in the next");
        world.Alive.Should().ContainSingle().Which.Region.Should().Be("us-west-2");
    }

    [Fact]
    public async Task Start_QuotaOfOneGroupOfTypes_DoesNotBlockTheOthers()
    {
        await using var world = await AwsWorld.CreateAsync();
        world.Cloud.Refuse(new AwsRefusal { Code = "VcpuLimitExceeded", InstanceType = "p3.2xlarge" });
        using var start = await world.StartAsync(("instance-type", "p3.2xlarge, g5.xlarge"));

        start.ExitCode.Should().Be(0, start.VisibleText);
        world.Alive.Should().ContainSingle().Which.InstanceType.Should().Be("g5.xlarge");
        world.Count("RunInstances").Should().Be(2);
    }

    [Fact]
    public async Task Start_Unauthorized_StopsAtOnceAndSaysWhichAction()
    {
        await using var world = await AwsWorld.CreateAsync(aws => aws with { Roles = [aws.Roles[0] with { DeniedActions = ["ec2:RunInstances"] }] });
        using var start = await world.StartAsync(twelve);

        start.ExitCode.Should().Be(3, start.VisibleText);
        world.Count("RunInstances").Should().Be(1);
        start.VisibleText.Should().Contain("ec2:RunInstances").And.Contain("arn:aws:ec2").And.NotContain("Encoded authorization failure message");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_AnswerLost_MakesOneInstance()
    {
        await using var world = await AwsWorld.CreateAsync();
        var fault = world.Simulator.Faults.Add(new FaultRule { Path = "/RunInstances$", Effect = FaultEffect.DropAfter() });
        using var start = await world.StartAsync();

        start.ExitCode.Should().Be(0, start.VisibleText);
        fault.Struck.Should().Be(1);
        world.Count("RunInstances").Should().Be(2);
        world.Cloud.Instances.Should().ContainSingle("the repetition carries the same client token");

        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]));
        stop.ExitCode.Should().Be(0, stop.VisibleText);
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_EveryAnswerLost_FailsAndLeavesNothing()
    {
        await using var world = await AwsWorld.CreateAsync(aws => aws with { VisibleAfter = TimeSpan.FromSeconds(3) });
        world.Simulator.Faults.Add(new FaultRule { Path = "/RunInstances$", Times = int.MaxValue, Effect = FaultEffect.DropAfter() });
        using var start = await world.StartAsync(("count", "2"));

        start.ExitCode.Should().NotBe(0);
        world.Cloud.Instances.Should().HaveCountLessThanOrEqualTo(2).And.NotBeEmpty();
        world.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Server.InsufficientInstanceCapacity")]
    [InlineData("Server.SpotInstanceTermination")]
    [InlineData("Server.InternalError")]
    public async Task Start_InstanceLostBeforeItsRunnerIsOnline_TheNextCandidateTakesItsPlace(string reason)
    {
        await using var world = await AwsWorld.CreateAsync(aws => aws with { BootDelay = TimeSpan.FromSeconds(1) });
        world.Cloud.FailAfterLaunch(new AwsLaunchFailure { Code = reason, Zone = "us-east-1a" });
        using var start = await world.StartAsync();

        start.ExitCode.Should().Be(0, start.VisibleText);
        world.Alive.Should().ContainSingle().Which.Zone.Should().Be("us-east-1b");
        world.Count("RunInstances").Should().Be(2);
        start.Summary.Should().Contain(reason);
        start.Outputs["mapping"].Should().Contain(world.Alive.Single().InstanceId);

        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]));
        stop.ExitCode.Should().Be(0, stop.VisibleText);
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_VolumesCannotBeDecrypted_SaysSoAtOnce()
    {
        await using var world = await AwsWorld.CreateAsync(aws => aws with { BootDelay = TimeSpan.FromSeconds(1) });
        world.Cloud.FailAfterLaunch(new AwsLaunchFailure { Code = "Client.InternalError" });
        using var start = await world.StartAsync();

        start.ExitCode.Should().Be(1, start.VisibleText);
        start.VisibleText.Should().Contain("kms:CreateGrant").And.Contain("Client.InternalError");
        world.Count("RunInstances").Should().Be(1);
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_NotShownAtOnce_IsNoFailure()
    {
        await using var world = await AwsWorld.CreateAsync(aws => aws with { VisibleAfter = TimeSpan.FromSeconds(4) });
        using var start = await world.StartAsync();
        start.ExitCode.Should().Be(0, start.VisibleText);
        world.Cloud.Instances.Should().ContainSingle();
    }

    [Fact]
    public async Task Start_SpotAboveMaxPrice_IsNotTried()
    {
        await using var world = await AwsWorld.CreateAsync();
        using var start = await world.StartAsync(("instance-type", "g5.xlarge"), ("market", "spot"), ("max-price", "0.01"));

        start.ExitCode.Should().Be(4, start.VisibleText);
        start.VisibleText.Should().Contain("max-price");
        world.Count("RunInstances").Should().Be(0);
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_Cancelled_LeavesNothing()
    {
        await using var world = await AwsWorld.CreateAsync(aws => aws with { BootDelay = TimeSpan.FromMinutes(1) });
        using var start = world.BeginStart(("count", "3"));
        await start.UntilAsync("three instances", () => start.Text.Split(" created (").Length == 4);
        start.Signal(2);
        await start.EndAsync();

        start.ExitCode.Should().Be(130, start.VisibleText);
        start.Outputs["mapping"].Should().Be("{}");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_TwentyAtEc2sOwnRate_AllComeUp()
    {
        await using var world = await AwsWorld.CreateAsync(aws => aws with { LaunchBurst = 5, LaunchesPerSecond = 2 });
        using var start = await world.StartAsync(("count", "20"));

        start.ExitCode.Should().Be(0, start.VisibleText);
        world.Alive.Should().HaveCount(20);
    }

    [Fact]
    public async Task Start_FailsBeforeEc2ShowsItsInstance_TerminatesItOnceItDoes()
    {
        await using var world = await AwsWorld.CreateAsync(aws => aws with { VisibleAfter = TimeSpan.FromSeconds(5), TerminatesUnseen = false });
        world.Cloud.Refuse(new AwsRefusal { Code = "InvalidKeyPair.NotFound", Zone = "us-east-1b" });
        world.Cloud.SetCapacity("us-east-1a", "m7i.large", AwsMarket.OnDemand, 1);
        using var start = await world.StartAsync(("count", "2"));

        start.ExitCode.Should().Be(2, start.VisibleText);
        world.Cloud.Instances.Should().ContainSingle();
        world.ShouldBeEmpty();
    }
}
