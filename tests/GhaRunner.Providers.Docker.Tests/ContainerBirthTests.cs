using GhaRunner.Conformance;
using GhaRunner.Conformance.RealParts;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Docker.Tests.Fixtures;

namespace GhaRunner.Providers.Docker.Tests;

/// <summary>Names that are taken, creations that fail, containers that were never started.</summary>
public sealed class ContainerBirthTests : EngineTest
{
    [DockerFact]
    public async Task CreateAsync_NameOfAForeignContainer_IsAConflictAndLeavesItAlone()
    {
        var request = Session.Request();
        var foreign = await Command.OutputAsync("docker", "run", "-d", "--name", request.Name, RealPart.BaseImage, "sleep", "600");
        try
        {
            var failure = await FailAsync(new DockerMachineOptions(), request);

            failure.Category.Should().Be(ErrorCategory.Conflict);
            failure.Code.Should().Be("docker-name-taken");
            (await EngineSession.InspectAsync(foreign, "{{.State.Running}}")).Should().Be("true");
        }
        finally
        {
            await Command.OutputAsync("docker", "rm", "-f", foreign);
        }
    }

    [DockerFact]
    public async Task CreateAsync_EarlierCallDiedBeforeTheStart_StartsThatContainer()
    {
        var request = Session.Request();
        var labels = request.Ownership.ToTags().SelectMany(tag => new[] { "--label", $"{tag.Key}={tag.Value}" });
        var created = await Command.OutputAsync("docker", ["create", "--name", request.Name, .. labels, RealPart.BaseImage, "sleep", "600"]);
        var provider = Session.Connect();
        (await provider.ListOwnedAsync(Session.Ours, default)).Should().ContainSingle().Which.State.Should().Be(MachineState.Pending);

        var machine = await provider.CreateAsync(request, default);

        machine.Id.Should().Be(created);
        (await EngineSession.InspectAsync(created, "{{.State.Running}}")).Should().Be("true");
    }

    [DockerFact]
    public async Task DeleteAsync_ContainerNeverStarted_RemovesIt()
    {
        var request = Session.Request();
        var labels = request.Ownership.ToTags().SelectMany(tag => new[] { "--label", $"{tag.Key}={tag.Value}" });
        var created = await Command.OutputAsync("docker", ["create", .. labels, RealPart.BaseImage, "true"]);

        await Session.Connect().DeleteAsync(created, default);

        (await Session.ListIdsAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task DeleteAsync_BeginningOfAnId_DeletesNothing()
    {
        var provider = Session.Connect();
        var machine = await provider.CreateAsync(Session.Request(), default);

        await provider.DeleteAsync(machine.Id[..12], default);
        await provider.DeleteAsync("../containers/" + machine.Id, default);

        (await Session.ListIdsAsync()).Should().Equal(machine.Id);
    }

    [DockerFact]
    public async Task CreateAsync_GpusWithoutADriver_NamesTheInputAndLeavesNothing()
    {
        var failure = await FailAsync(new DockerMachineOptions { Gpus = "all" });

        failure.Category.Should().Be(ErrorCategory.InvalidInput);
        failure.Code.Should().Be("docker-gpu-driver-missing");
        failure.ToUserText().Should().Contain("could not select device driver").And.Contain("input 'gpus'").And.Contain("NVIDIA Container Toolkit");
    }

    [DockerFact]
    public async Task CreateAsync_MoreProcessorsThanThereAre_NamesTheInput() =>
        (await FailAsync(new DockerMachineOptions { Cpus = 10_000 })).ShouldBe(ErrorCategory.InvalidInput, "docker-cpus-refused", "'cpus'");

    [DockerFact]
    public async Task CreateAsync_SourceOfAVolumeMissing_NamesTheInputAndDoesNotMakeIt()
    {
        var failure = await FailAsync(new DockerMachineOptions { Volumes = ["/no/such/directory:/mnt"] });

        failure.ShouldBe(ErrorCategory.InvalidInput, "docker-volume-refused", "'volumes'");
        Directory.Exists("/no/such").Should().BeFalse();
    }

    [DockerFact]
    public async Task CreateAsync_NetworkMissing_NamesTheInput() =>
        (await FailAsync(new DockerMachineOptions { Network = "no-such-network" })).ShouldBe(ErrorCategory.InvalidInput, "docker-network-refused", "'network'");

    [DockerFact]
    public async Task CreateAsync_ImageWithoutBash_NamesTheInput()
    {
        var request = Session.Request();
        request = request with { Bootstrap = request.Bootstrap with { Command = ["no-such-bash", "-c", "true"] } };

        (await FailAsync(new DockerMachineOptions(), request)).ShouldBe(ErrorCategory.InvalidInput, "docker-image-without-bash", "'image'");
    }

    [DockerFact]
    public async Task CreateAsync_ImageMissingAndNoRegistry_NamesTheInput()
    {
        var failure = await FailAsync(new DockerMachineOptions { Image = "127.0.0.1:1/no/such:1" });

        failure.ShouldBe(ErrorCategory.Transient, "docker-registry-unreachable", "'image'");
        failure.Message.Should().EndWith(" did not pull the image 127.0.0.1:1/no/such:1: dial tcp 127.0.0.1:1: connect: connection refused.");
    }

    [DockerFact]
    public async Task CreateAsync_MovingTagAndNoRegistry_TakesTheImageThatIsThere()
    {
        const string image = "127.0.0.1:1/gha-runner-test/local:latest";
        await Command.OutputAsync("docker", "tag", RealPart.BaseImage, image);
        try
        {
            var machine = await Session.Connect(new DockerMachineOptions { Image = image }).CreateAsync(Session.Request(), default);

            (await EngineSession.InspectAsync(machine.Id, "{{.Config.Image}}")).Should().Be(image);
        }
        finally
        {
            await Command.OutputAsync("docker", "rmi", image);
        }
    }

    private async Task<ActionableException> FailAsync(DockerMachineOptions options, MachineRequest? request = null)
    {
        var create = () => Session.Connect(options).CreateAsync(request ?? Session.Request(), default);
        var failure = (await create.Should().ThrowAsync<ActionableException>()).Which;
        (await Session.ListIdsAsync()).Should().BeEmpty("a container that was not started is taken back");
        return failure;
    }
}
