using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Aws.Capacity;
using GhaRunner.Simulator.Faults;

namespace GhaRunner.Actions.Tests.Aws;

/// <summary>
/// Every error code of EC2 and STS that is known, met by the program: how often it asks three zones, and how it ends.
/// </summary>
public sealed class AwsErrorCodeTests
{
    private const int Failed = 1, Inputs = 2, NotAllowed = 3, NoRoom = 4, TimedOut = 5;

    [Theory]
    [InlineData("InsufficientInstanceCapacity")]
    [InlineData("InsufficientHostCapacity")]
    [InlineData("InsufficientReservedInstanceCapacity")]
    [InlineData("InsufficientCapacity")]
    [InlineData("UnfulfillableCapacity")]
    [InlineData("SpotMaxPriceTooLow")]
    [InlineData("Unsupported")]
    [InlineData("InsufficientFreeAddressesInSubnet")]
    [InlineData("ReservationCapacityExceeded")]
    [InlineData("InsufficientCapacityOnOutpost")]
    public Task Start_NoCapacity_EveryZoneIsAskedOnce(string code) => RefuseAsync(code, requests: 3, NoRoom);

    [Theory]
    [InlineData("VcpuLimitExceeded")]
    [InlineData("InstanceLimitExceeded")]
    [InlineData("MaxSpotInstanceCountExceeded")]
    [InlineData("VolumeLimitExceeded")]
    [InlineData("MaxIOPSLimitExceeded")]
    [InlineData("AddressLimitExceeded")]
    [InlineData("NetworkInterfaceLimitExceeded")]
    [InlineData("MaxFleetCountExceeded")]
    public Task Start_Quota_TheOtherZonesAreNotAsked(string code) => RefuseAsync(code, requests: 1, NoRoom);

    [Theory]
    [InlineData("AuthFailure")]
    [InlineData("UnauthorizedOperation")]
    [InlineData("SignatureDoesNotMatch")]
    [InlineData("InvalidClientTokenId")]
    [InlineData("RequestExpired")]
    [InlineData("ExpiredToken")]
    [InlineData("MissingAuthenticationToken")]
    [InlineData("OptInRequired")]
    [InlineData("PendingVerification")]
    [InlineData("Blocked")]
    public Task Start_NotAllowed_EndsAtOnce(string code) => RefuseAsync(code, requests: 1, NotAllowed);

    [Theory]
    [InlineData("TagLimitExceeded")]
    [InlineData("InvalidAMIID.NotFound")]
    [InlineData("InvalidAMIID.Unavailable")]
    [InlineData("InvalidAMIID.Malformed")]
    [InlineData("InvalidSubnetID.NotFound")]
    [InlineData("InvalidGroup.NotFound")]
    [InlineData("InvalidKeyPair.NotFound")]
    [InlineData("InvalidLaunchTemplateName.NotFoundException")]
    [InlineData("InvalidParameterValue")]
    [InlineData("InvalidParameterCombination")]
    [InlineData("MissingParameter")]
    [InlineData("InvalidBlockDeviceMapping")]
    [InlineData("InvalidUserData.Malformed")]
    public Task Start_BadRequest_EndsAtOnce(string code) => RefuseAsync(code, requests: 1, Inputs);

    /// <summary>Who is only asked to slow down is in time until the start's own time is up; here for all codes at the same time.</summary>
    [Fact]
    public Task Start_ThrottledForEver_GoesOnUntilTimeIsUp() => Task.WhenAll(
        ThrottleAsync("RequestLimitExceeded"), ThrottleAsync("Throttling"), ThrottleAsync("ThrottlingException"), ThrottleAsync("RequestThrottled"));

    /// <summary>An instance may exist after these: it is looked for during a minute, here for all codes at the same time.</summary>
    [Fact]
    public Task Start_EffectUnknown_IsLookedForBeforeItIsCalledGone() => Task.WhenAll(
        RefuseAsync("InternalError", requests: 3, Failed),
        RefuseAsync("ServiceUnavailable", requests: 3, Failed),
        RefuseAsync("Unavailable", requests: 3, Failed),
        RefuseAsync("IdempotentParameterMismatch", requests: 1, Failed),
        RefuseAsync("DryRunOperation", requests: 1, Failed),
        RefuseAsync("NobodyKnowsThisCode", requests: 1, Failed));

    [Theory]
    [InlineData("InvalidIdentityToken", NotAllowed)]
    [InlineData("ExpiredTokenException", NotAllowed)]
    [InlineData("IDPRejectedClaim", NotAllowed)]
    [InlineData("AccessDenied", NotAllowed)]
    [InlineData("RegionDisabledException", NotAllowed)]
    [InlineData("PackedPolicyTooLarge", Inputs)]
    public async Task Start_RoleRefused_EndsAtOnce(string code, int exitCode)
    {
        await using var world = await AwsWorld.CreateAsync();
        world.Simulator.Faults.Add(new FaultRule { Path = "/AssumeRoleWithWebIdentity$", Times = int.MaxValue, Effect = AwsFaults.Sts(code, "scripted", 403) });
        using var start = await world.StartAsync();

        start.ExitCode.Should().Be(exitCode, start.VisibleText);
        start.VisibleText.Should().Contain(code);
        world.Count("AssumeRoleWithWebIdentity").Should().Be(1);
        world.Count("RunInstances").Should().Be(0);
    }

    [Fact]
    public async Task Start_IdentityProviderNotReached_IsAskedAgain()
    {
        await using var world = await AwsWorld.CreateAsync();
        world.Simulator.Faults.Add(new FaultRule { Path = "/AssumeRoleWithWebIdentity$", Times = 2, Effect = AwsFaults.Sts("IDPCommunicationError", "scripted", 400) });
        using var start = await world.StartAsync(("dry-run", "true"));

        start.ExitCode.Should().Be(0, start.VisibleText);
        world.Count("AssumeRoleWithWebIdentity").Should().Be(3);
    }

    [Theory]
    [InlineData("OperationNotPermitted")]
    [InlineData("UnauthorizedOperation")]
    public async Task Stop_TerminationRefused_SaysThatItMayBeLeft(string code)
    {
        await using var world = await AwsWorld.CreateAsync();
        using var start = await world.StartAsync();
        world.Simulator.Faults.Add(new FaultRule { Path = "/TerminateInstances$", Times = int.MaxValue, Effect = AwsFaults.Ec2(code, "scripted", 400) });
        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]));

        stop.ExitCode.Should().Be(6, stop.VisibleText);
        stop.VisibleText.Should().Contain(code).And.Contain("May be left");
    }

    [Fact]
    public async Task Stop_InstanceGoesWhileItIsAskedFor_Succeeds()
    {
        await using var world = await AwsWorld.CreateAsync();
        using var start = await world.StartAsync();
        world.Simulator.Faults.Add(new FaultRule { Path = "/TerminateInstances$", Effect = AwsFaults.Ec2("InvalidInstanceID.NotFound", "scripted", 400) with { Timing = FaultTiming.AfterEffect } });
        using var stop = await world.StopAsync(("mapping", start.Outputs["mapping"]));

        stop.ExitCode.Should().Be(0, stop.VisibleText);
        world.ShouldBeEmpty();
    }

    private static async Task ThrottleAsync(string code)
    {
        await using var world = await AwsWorld.CreateAsync();
        world.Cloud.Refuse(new AwsRefusal { Code = code });
        using var start = await world.StartAsync(("timeout", "10s"));

        start.ExitCode.Should().Be(TimedOut, start.VisibleText);
        world.Count("RunInstances").Should().BeInRange(3, 8, "pauses grow");
        start.VisibleText.Should().Contain(code);
        world.ShouldBeEmpty();
    }

    private static async Task RefuseAsync(string code, int requests, int exitCode)
    {
        await using var world = await AwsWorld.CreateAsync();
        world.Cloud.Refuse(new AwsRefusal { Code = code });
        using var start = await world.StartAsync();

        start.ExitCode.Should().Be(exitCode, start.VisibleText);
        world.Count("RunInstances").Should().Be(requests);
        start.VisibleText.Should().Contain(code, "the vendor's code is for those who search");
        start.VisibleText.Should().Contain("Nothing is left of this start.");
        start.Outputs["mapping"].Should().Be("{}");
        world.ShouldBeEmpty();
    }
}
