using GhaRunner.Conformance;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Tests.Fixtures;
using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Aws.Capacity;
using GhaRunner.Simulator.Aws.Images;
using GhaRunner.Simulator.Faults;

namespace GhaRunner.Providers.Aws.Tests;

/// <summary>What a creation asks for, and what comes of it.</summary>
public sealed class CreationTests : IAsyncLifetime
{
    private const string Image = "ami-00000000000000001";

    private Scene scene = null!;

    public async Task InitializeAsync() => scene = await Scene.StartAsync(new AwsOptions { InstanceProfiles = ["jobs"], KeyPairs = ["me"] });

    public async Task DisposeAsync() => await scene.DisposeAsync();

    [Fact]
    public async Task CreateAsync_SpotMachine_IsAsAskedFor()
    {
        scene.Aws.SetImage(Scene.Region, new AwsImage { ImageId = Image, Name = "big", Devices = [new("/dev/sda1", 8) { DeleteOnTermination = false }, new("/dev/sdf", 20) { DeleteOnTermination = false }] });
        var provider = scene.Connect(new AwsMachineOptions
        {
            InstanceType = ["m7i.large"],
            Image = Image,
            Market = AwsMarket.Spot,
            MaxPrice = 0.5m,
            PublicIp = false,
            IamInstanceProfile = "jobs",
            KeyName = "me",
            Tags = ["team=ci"],
        });
        var request = await Scene.RequestAsync(provider);

        var machine = await provider.CreateAsync(request, default);

        var instance = scene.Aws.Instances.Should().ContainSingle().Subject;
        machine.Id.Should().Be($"us-east-1/{instance.InstanceId}");
        var tags = new Dictionary<string, string>(request.Ownership.ToTags()) { ["Name"] = request.Name, ["team"] = "ci" };
        instance.Tags.Should().BeEquivalentTo(tags);
        instance.UserData.Should().Be(request.Bootstrap.UserData);
        instance.ShutdownBehavior.Should().Be("terminate");
        instance.MetadataOptions.Should().Contain("HttpTokens", "required").And.Contain("HttpPutResponseHopLimit", "1").And.Contain("HttpEndpoint", "enabled");
        (instance.PublicIp, instance.KeyName, instance.Market).Should().Be((null, "me", Simulator.Aws.AwsMarket.Spot));
        instance.InstanceProfileArn.Should().EndWith("/jobs");
        scene.Aws.Volumes.Should().HaveCount(2).And.OnlyContain(volume => volume.DeleteOnTermination);
        scene.Aws.Volumes.Single(volume => volume.DeviceName == "/dev/sda1").Should().BeEquivalentTo(new { Encrypted = true, Type = "gp3", SizeGiB = 8 });
        scene.Aws.Volumes.Should().AllSatisfy(volume => volume.Tags.Should().BeEquivalentTo(tags));
        scene.Aws.NetworkInterfaces.Should().ContainSingle().Which.Tags.Should().BeEquivalentTo(tags);
        scene.Aws.NetworkInterfaces[0].DeleteOnTermination.Should().BeTrue();
        var spot = scene.Aws.SpotRequests.Should().ContainSingle().Subject;
        (spot.Type, spot.InterruptionBehavior).Should().Be(("one-time", "terminate"));
        decimal.Parse(spot.MaxPrice, System.Globalization.CultureInfo.InvariantCulture).Should().Be(0.5m);
        spot.Tags.Should().BeEquivalentTo(tags);
    }

    [Fact]
    public async Task CreateAsync_AnyMachine_IsOneRequest()
    {
        var provider = scene.Connect();
        var request = await Scene.RequestAsync(provider);
        scene.Host.Requests.Clear();

        await provider.CreateAsync(request, default);

        scene.Asked.Should().Equal("ec2/us-east-1/RunInstances");
    }

    [Fact]
    public async Task CreateAsync_RefusedForCapacity_IsOneRequestAndNamesTheCandidate()
    {
        scene.Aws.Refuse(new AwsRefusal { Code = "InsufficientInstanceCapacity", Zone = "us-east-1a" });
        var provider = scene.Connect();
        var request = await Scene.RequestAsync(provider);
        scene.Host.Requests.Clear();

        var error = await FailureAsync(provider, request);

        error.ShouldBe(ErrorCategory.NoCapacity, "aws-no-capacity", "us-east-1a");
        error.VendorCode.Should().Be("InsufficientInstanceCapacity");
        error.RequestId.Should().NotBeEmpty();
        scene.Asked.Should().Equal("ec2/us-east-1/RunInstances");
    }

    [Fact]
    public async Task CreateAsync_AnswerLost_SecondAttemptGivesTheSameMachine()
    {
        var provider = scene.Connect();
        var request = await Scene.RequestAsync(provider);
        scene.Strike("RunInstances", FaultEffect.DropAfter());

        (await FailureAsync(provider, request)).ShouldBe(ErrorCategory.Transient, "aws-unreachable", "did not create the machine");
        var machine = await scene.Connect().CreateAsync(request, default);

        scene.Aws.Instances.Should().ContainSingle().Which.InstanceId.Should().Be(Scene.InstanceOf(machine));
    }

    [Fact]
    public async Task CreateAsync_EarlierAttemptWasTakenAway_SaysSo()
    {
        scene.Aws.FailAfterLaunch(new AwsLaunchFailure { Code = "Server.InsufficientInstanceCapacity" });
        var provider = scene.Connect();
        var request = await Scene.RequestAsync(provider);
        await provider.CreateAsync(request, default);

        var again = await provider.CreateAsync(request, default);

        again.State.Should().Be(MachineState.Deleted);
        again.Failure!.ShouldBe(ErrorCategory.NoCapacity, "aws-no-capacity", again.Id);
        scene.Aws.Instances.Should().ContainSingle();
    }

    [Fact]
    public async Task CreateAsync_SameMachineInAnotherPlace_IsAnotherRequestToEc2()
    {
        var provider = scene.Connect();
        var first = await Scene.RequestAsync(provider);
        var second = await Scene.RequestAsync(provider, candidate: 1);

        await provider.CreateAsync(first, default);
        await provider.CreateAsync(second, default);

        scene.Aws.Instances.Select(instance => instance.ClientToken).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task CreateAsync_UserDataTooLong_NamesTheScriptBeforeAnyRequest()
    {
        var provider = scene.Connect();
        var request = (await Scene.RequestAsync(provider)) with { Bootstrap = new Bootstrap { UserData = new string('x', 16385) } };
        scene.Host.Requests.Clear();

        var error = await FailureAsync(provider, request);

        error.ShouldBe(ErrorCategory.InvalidInput, "aws-user-data-too-long", "'setup-script' by 1 bytes");
        scene.Asked.Should().BeEmpty();
        await provider.CreateAsync(request with { Bootstrap = new Bootstrap { UserData = new string('x', 16384) } }, default);
    }

    [Fact]
    public async Task CreateAsync_NotAllowed_NamesActionAndResourceAndNotTheEncodedText()
    {
        scene.Aws.Deny(scene.Aws.AccessKey.AccessKeyId, "ec2:RunInstances");
        var provider = scene.Connect();
        var request = await Scene.RequestAsync(provider);

        var error = await FailureAsync(provider, request);

        error.ShouldBe(ErrorCategory.Unauthorized, "aws-not-allowed", "the credentials do not allow ec2:RunInstances on arn:aws:ec2:us-east-1:");
        error.ToUserText().Should().NotContain("Encoded").And.NotContain("sts:DecodeAuthorizationMessage");
        scene.Asked.Should().Contain("sts/us-east-1/DecodeAuthorizationMessage");
        scene.Aws.Deny(scene.Aws.AccessKey.AccessKeyId, "sts:*");
        (await FailureAsync(provider, request)).ToUserText().Should().NotContain("Encoded").And.Contain("With sts:DecodeAuthorizationMessage allowed");
    }

    [Fact]
    public async Task CreateAsync_CancelledOnTheWay_IsCancelled()
    {
        scene.Strike("RunInstances", FaultEffect.Delayed(TimeSpan.FromMinutes(5)));
        var provider = scene.Connect();
        var request = await Scene.RequestAsync(provider);
        using var cancellation = new CancellationTokenSource();

        var creation = provider.CreateAsync(request, cancellation.Token);
        await cancellation.CancelAsync();

        await creation.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task GetAsync_TakenAwayByAws_HasTheFailure()
    {
        scene.Aws.FailAfterLaunch(new AwsLaunchFailure { Code = "Client.VolumeLimitExceeded" });
        var provider = scene.Connect();
        var machine = await provider.CreateAsync(await Scene.RequestAsync(provider), default);

        var shown = (await provider.GetAsync(machine.Id, default))!;

        shown.State.Should().Be(MachineState.Deleted);
        shown.StateReason.Should().Contain("Volume limit exceeded");
        shown.Failure!.ShouldBe(ErrorCategory.Quota, "aws-quota-region", "Volume limit exceeded");
        shown.Failure!.Scope.Should().Be(BlockedScope.Region);
        (await provider.ListOwnedAsync(OwnershipFilter.All, default)).Should().ContainSingle().Which.Failure.Should().NotBeNull();
    }

    [Fact]
    public async Task GetAsync_SpotInterrupted_HasTheFailure()
    {
        var provider = scene.Connect(new AwsMachineOptions { InstanceType = ["m7i.large"], Market = AwsMarket.Spot });
        var machine = await provider.CreateAsync(await Scene.RequestAsync(provider), default);
        scene.Aws.InterruptSpot(Scene.InstanceOf(machine));

        (await provider.GetAsync(machine.Id, default))!.Failure!.ShouldBe(ErrorCategory.NoCapacity, "aws-spot-interrupted", machine.Id);
    }

    private static async Task<ActionableException> FailureAsync(IMachineProvider provider, MachineRequest request) =>
        (await provider.Awaiting(aws => aws.CreateAsync(request, default)).Should().ThrowAsync<ActionableException>()).Which;
}
