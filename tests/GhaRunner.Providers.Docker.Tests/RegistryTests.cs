using GhaRunner.Conformance;
using GhaRunner.Conformance.RealParts;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Docker.Tests.Fixtures;

namespace GhaRunner.Providers.Docker.Tests;

/// <summary>Images of a private registry. One class, so that no two tests meet over one tag.</summary>
public sealed class RegistryTests(Registry registry) : EngineTest, IClassFixture<Registry>
{
    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var image in new[] { registry.Image, registry.MovingImage })
            await Command.TryAsync("docker", "rmi", "-f", image);
    }

    [RegistryFact]
    public async Task CreateAsync_RightCredentials_PullsAndStarts()
    {
        var machine = await CreateAsync(registry.Image, Registry.Password);

        (await EngineSession.InspectAsync(machine.Id, "{{.Config.Image}} {{.State.Running}}")).Should().Be($"{registry.Image} true");
    }

    [RegistryFact]
    public async Task CreateAsync_Digest_PullsThat()
    {
        await CreateAsync(registry.Image, Registry.Password);
        var digest = await Command.OutputAsync("docker", "inspect", "--format", "{{index .RepoDigests 0}}", registry.Image);
        await Session.CloseAsync();
        await Command.OutputAsync("docker", "rmi", "-f", registry.Image);

        await CreateAsync(digest, Registry.Password);

        await Session.CloseAsync();
        await Command.OutputAsync("docker", "rmi", digest);
    }

    [RegistryFact]
    public async Task CreateAsync_WrongPassword_IsUnauthorizedAndNamesTheInputs()
    {
        var failure = await FailAsync(registry.Image, "wrong pony");

        failure.ShouldBe(ErrorCategory.Unauthorized, "docker-registry-denied", "'registry-password'");
        failure.ToUserText().Should().Contain(registry.Image).And.NotContain("wrong pony");
    }

    [RegistryFact]
    public async Task CreateAsync_NoCredentials_IsUnauthorizedAndNamesTheInputs() =>
        (await FailAsync(registry.Image, "")).ShouldBe(ErrorCategory.Unauthorized, "docker-registry-denied", "'registry-username'");

    [RegistryFact]
    public async Task CreateAsync_NoSuchTag_NamesTheInput() =>
        (await FailAsync($"{registry.Image}23", Registry.Password)).ShouldBe(ErrorCategory.InvalidInput, "docker-image-missing", "'image'");

    [RegistryFact]
    public async Task CreateAsync_TagLatestHasMoved_TakesTheNewOne()
    {
        await registry.PushAsync(registry.MovingImage, "old");
        var first = await CreateAsync(registry.MovingImage, Registry.Password);
        await Command.OutputAsync("docker", "tag", registry.MovingImage, registry.Image);
        await registry.PushAsync(registry.MovingImage, "new");
        await Command.OutputAsync("docker", "tag", registry.Image, registry.MovingImage);

        var second = await CreateAsync(registry.MovingImage, Registry.Password);

        (await EngineSession.InspectAsync(first.Id, "{{.Config.Labels.which}}")).Should().Be("old");
        (await EngineSession.InspectAsync(second.Id, "{{.Config.Labels.which}}")).Should().Be("new");
    }

    [RegistryFact]
    public async Task CreateAsync_ImageIsThereButCredentialsAreRefused_TellsOfTheMistake()
    {
        await Command.OutputAsync("docker", "tag", RealPart.BaseImage, registry.MovingImage);

        (await FailAsync(registry.MovingImage, "wrong pony")).ShouldBe(ErrorCategory.Unauthorized, "docker-registry-denied", "'registry-password'");
        (await CreateAsync(registry.MovingImage, "")).State.Should().Be(MachineState.Running, "without credentials the image that is there will do");
    }

    private Task<Machine> CreateAsync(string image, string password) =>
        Session.Connect(new DockerMachineOptions
        {
            Image = image,
            RegistryUsername = password.Length > 0 ? Registry.User : "",
            RegistryPassword = password,
        }).CreateAsync(Session.Request(), default);

    private async Task<ActionableException> FailAsync(string image, string password) =>
        (await FluentActions.Awaiting(() => CreateAsync(image, password)).Should().ThrowAsync<ActionableException>()).Which;
}
