using GhaRunner.Abstractions;
using GhaRunner.Conformance;
using GhaRunner.Providers.Aws.Tests.Fixtures;
using GhaRunner.Simulator.Aws;
using GhaRunner.Simulator.Aws.Images;
using GhaRunner.Simulator.Faults;

namespace GhaRunner.Providers.Aws.Tests;

/// <summary>How machines, and what was made with them, are found and taken away.</summary>
public sealed class FindingTests : IAsyncLifetime
{
    private readonly List<Scene> scenes = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var scene in scenes)
            await scene.DisposeAsync();
    }

    [Fact]
    public async Task GetAsync_NotShownYet_IsNullAndThenTheMachine()
    {
        var scene = await StartAsync(new AwsOptions { VisibleAfter = TimeSpan.FromSeconds(30) });
        var provider = scene.Connect();
        var machine = await provider.CreateAsync(await Scene.RequestAsync(provider), default);

        (await provider.GetAsync(machine.Id, default)).Should().BeNull();
        (await provider.ListOwnedAsync(OwnershipFilter.All, default)).Should().BeEmpty();
        scene.Clock.Advance(TimeSpan.FromSeconds(31));

        (await provider.GetAsync(machine.Id, default))!.State.Should().Be(MachineState.Running);
        (await provider.ListOwnedAsync(OwnershipFilter.All, default)).Should().ContainSingle();
    }

    [Fact]
    public async Task DeleteAsync_NotShownYet_TerminatesAllTheSame()
    {
        var scene = await StartAsync(new AwsOptions { VisibleAfter = TimeSpan.FromSeconds(30) });
        var provider = scene.Connect();
        var machine = await provider.CreateAsync(await Scene.RequestAsync(provider), default);

        await provider.DeleteAsync(machine.Id, default);

        scene.Aws.Instances.Should().ContainSingle().Which.State.Should().Be("terminated");
    }

    [Fact]
    public async Task DeleteAsync_AbsentAndNotAllowed_SucceedsWithANote()
    {
        var scene = await StartAsync();
        scene.Aws.Deny(scene.Aws.AccessKey.AccessKeyId, "ec2:TerminateInstances");

        await scene.Connect().DeleteAsync("us-east-1/i-0123456789abcdef0", default);

        scene.Notes.Lines.Should().ContainSingle().Which.Should().Contain("ec2:TerminateInstances");
    }

    [Fact]
    public async Task DeleteAsync_NotAllowed_IsRefused()
    {
        var scene = await StartAsync();
        var provider = scene.Connect();
        var machine = await provider.CreateAsync(await Scene.RequestAsync(provider), default);
        scene.Aws.Deny(scene.Aws.AccessKey.AccessKeyId, "ec2:TerminateInstances");

        var failure = await provider.Awaiting(aws => aws.DeleteAsync(machine.Id, default)).Should().ThrowAsync<ActionableException>();

        failure.Which.ShouldBe(ErrorCategory.Unauthorized, "aws-not-allowed", "ec2:TerminateInstances");
    }

    [Fact]
    public async Task DeleteAsync_TerminationProtected_SaysSo()
    {
        var scene = await StartAsync();
        var provider = scene.Connect();
        var machine = await provider.CreateAsync(await Scene.RequestAsync(provider), default);
        scene.Strike("TerminateInstances", AwsFaults.Ec2("OperationNotPermitted", "The instance may not be terminated. Modify its 'disableApiTermination' instance attribute and try again."));

        var failure = await provider.Awaiting(aws => aws.DeleteAsync(machine.Id, default)).Should().ThrowAsync<ActionableException>();

        failure.Which.ShouldBe(ErrorCategory.Unauthorized, "aws-termination-protected", "disableApiTermination");
    }

    [Fact]
    public async Task ListOwnedAsync_ManyPagesAndRegions_ListsAll()
    {
        var scene = await StartAsync(new AwsOptions { PageSize = 5 });
        var provider = scene.Connect(regions: ["us-east-1", "eu-central-1"]);
        var candidates = await provider.ListCandidatesAsync(default);
        var created = await Task.WhenAll(Enumerable.Range(1, 14).Select(index => provider.CreateAsync(
            new MachineRequest(Ownerships.New(index), candidates[index % candidates.Count], HarmlessProgram.StaysAlive.Render(BootstrapFormat.CloudConfig)), default)));

        var listed = await provider.ListOwnedAsync(new OwnershipFilter { RunId = 4711 }, default);

        listed.Select(machine => machine.Id).Should().BeEquivalentTo(created.Select(machine => machine.Id));
        listed.Select(machine => machine.Candidate.Region).Distinct().Should().BeEquivalentTo("us-east-1", "eu-central-1");
    }

    [Fact]
    public async Task ListOwnedAsync_OneRegionFails_IsAnErrorAndNoPartialList()
    {
        var scene = await StartAsync();
        scene.Host.Faults.Add(new FaultRule { Path = "/eu-central-1/DescribeInstances$", Effect = AwsFaults.Ec2("RequestLimitExceeded", "Request limit exceeded.") });
        var provider = scene.Connect(regions: ["us-east-1", "eu-central-1"]);

        var failure = await provider.Awaiting(aws => aws.ListOwnedAsync(OwnershipFilter.All, default)).Should().ThrowAsync<ActionableException>();

        failure.Which.ShouldBe(ErrorCategory.Throttled, "aws-throttled", "EC2 in eu-central-1 did not list the instances");
    }

    [Fact]
    public async Task GetAsync_MachineOfARegionThatIsNotNamed_IsFound()
    {
        var scene = await StartAsync();
        var elsewhere = scene.Connect(regions: ["us-west-2"]);
        var machine = await elsewhere.CreateAsync(await Scene.RequestAsync(elsewhere), default);
        var provider = scene.Connect(new AwsMachineOptions(), ["us-east-1"]);

        (await provider.GetAsync(machine.Id, default))!.Candidate.Region.Should().Be("us-west-2");
        await provider.DeleteAsync(machine.Id, default);

        (await provider.GetAsync(machine.Id, default))!.State.Should().Be(MachineState.Deleted);
    }

    [Fact]
    public async Task GetAsync_BareInstanceId_IsLookedForInEveryRegion()
    {
        var scene = await StartAsync();
        var provider = scene.Connect(regions: ["us-east-1", "us-west-2"]);
        var machine = await provider.CreateAsync(await Scene.RequestAsync(provider, candidate: 4), default);
        machine.Id.Should().StartWith("us-west-2/");

        (await provider.GetAsync(Scene.InstanceOf(machine), default))!.Id.Should().Be(machine.Id);
    }

    [Fact]
    public async Task DeleteAsync_VolumeLeftBehind_IsFoundAndDeleted()
    {
        var scene = await StartAsync();
        var provider = scene.Connect(new AwsMachineOptions { InstanceType = ["m7i.large"], Image = KeepsAVolume(scene) });
        var machine = await WithALeftVolumeAsync(scene, provider);

        await provider.DeleteAsync(machine.Id, default);
        var shown = (await provider.GetAsync(machine.Id, default))!;

        var volume = scene.Aws.Volumes.Should().ContainSingle().Subject;
        shown.State.Should().Be(MachineState.Deleting);
        shown.StateReason.Should().Contain(volume.VolumeId);
        (await provider.ListOwnedAsync(OwnershipFilter.All, default)).Should().ContainSingle().Which.State.Should().Be(MachineState.Deleted, "a list does not look");
        await provider.DeleteAsync(machine.Id, default);
        scene.Aws.Volumes.Should().BeEmpty();
        (await provider.GetAsync(machine.Id, default))!.State.Should().Be(MachineState.Deleted);
    }

    [Fact]
    public async Task GetAsync_MayNotLookForVolumes_IsDeletedWithOneNote()
    {
        var scene = await StartAsync();
        scene.Aws.Deny(scene.Aws.AccessKey.AccessKeyId, "ec2:DescribeVolumes");
        var provider = scene.Connect();
        var machine = await provider.CreateAsync(await Scene.RequestAsync(provider), default);
        await provider.DeleteAsync(machine.Id, default);

        for (var look = 0; look < 2; look++)
            (await provider.GetAsync(machine.Id, default))!.State.Should().Be(MachineState.Deleted);

        scene.Notes.Lines.Should().ContainSingle().Which.Should().Contain("ec2:DescribeVolumes");
    }

    [Fact]
    public async Task ReadConsoleLogAsync_InstanceBeforeNitro_IsReadable()
    {
        var scene = await StartAsync();
        var provider = scene.Connect(new AwsMachineOptions { InstanceType = ["t2.micro"] });
        var machine = await provider.CreateAsync(await Scene.RequestAsync(provider), default);
        scene.Aws.AppendConsole(Scene.InstanceOf(machine), "one\r\ntwo\r\nthree\r\n");

        (await provider.ReadConsoleLogAsync(machine.Id, 2, default)).Should().Be("two\nthree");
    }

    /// <summary>An image with a volume that a launch of ours takes along, so that one has to be left behind on purpose.</summary>
    private static string KeepsAVolume(Scene scene)
    {
        var image = new AwsImage { ImageId = "ami-00000000000000001", Name = "big", Devices = [new AwsImageDevice("/dev/sda1", 8)] };
        scene.Aws.SetImage(Scene.Region, image);
        return image.ImageId;
    }

    private static async Task<Machine> WithALeftVolumeAsync(Scene scene, AwsProvider provider)
    {
        var request = await Scene.RequestAsync(provider);
        // The image changes between look-up and launch: its new volume is not overridden, and stays.
        scene.Aws.SetImage(Scene.Region, scene.Aws.Images(Scene.Region).Single(image => image.Name == "big") with
        {
            Devices = [new AwsImageDevice("/dev/sda1", 8), new AwsImageDevice("/dev/sdf", 20) { DeleteOnTermination = false }],
        });
        return await provider.CreateAsync(request, default);
    }

    private async Task<Scene> StartAsync(AwsOptions? options = null)
    {
        var scene = await Scene.StartAsync(options);
        scenes.Add(scene);
        return scene;
    }
}
