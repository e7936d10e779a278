using GhaRunner.Conformance.RealParts;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Docker.Tests.Fixtures;

namespace GhaRunner.Providers.Docker.Tests;

/// <summary>What the engine has made of our request, as Docker's own client reads it back.</summary>
public sealed class ContainerTests : EngineTest
{
    [DockerFact]
    public async Task CreateAsync_DefaultOptions_ConfinesTheContainer()
    {
        var machine = await Session.Connect().CreateAsync(Session.Request(), default);

        (await EngineSession.InspectAsync(machine.Id, "{{.HostConfig.Privileged}} {{.HostConfig.SecurityOpt}} {{.HostConfig.PidsLimit}}"))
            .Should().Be("false [no-new-privileges:true] 4096");
        (await EngineSession.InspectAsync(machine.Id, "{{.HostConfig.RestartPolicy.Name}} {{.HostConfig.AutoRemove}} {{.HostConfig.LogConfig}}"))
            .Should().Be("no false {json-file map[max-file:3 max-size:10m]}");
        (await EngineSession.InspectAsync(machine.Id, "{{.HostConfig.CapAdd}} {{.HostConfig.Binds}} {{.Mounts}} {{.Config.User}} {{.Config.Tty}}"))
            .Should().Be("[] [] [] 0:0 false");
        (await Command.OutputAsync("docker", "exec", machine.Id, "grep", "NoNewPrivs", "/proc/1/status")).Should().Be("NoNewPrivs:\t1");
    }

    [DockerFact]
    public async Task CreateAsync_Request_BecomesNameLabelsAndEnvironment()
    {
        var request = Session.Request();

        var machine = await Session.Connect().CreateAsync(request, default);

        (await EngineSession.InspectAsync(machine.Id, "{{.Name}} {{.Path}} {{.State.Status}}")).Should().Be($"/{request.Name} bash running");
        foreach (var (key, value) in request.Ownership.ToTags())
            (await EngineSession.InspectAsync(machine.Id, $"{{{{index .Config.Labels \"{key}\"}}}}")).Should().Be(value);
        (await Command.OutputAsync("docker", "exec", machine.Id, "bash", "-c", "echo \"$A_NAME\"; id -u")).Should().Be("a=value with blanks\n0");
    }

    [DockerFact]
    public async Task CreateAsync_Limits_AreTheKernels()
    {
        var machine = await Session.Connect(new DockerMachineOptions { Cpus = 0.5m, Memory = "64m" }).CreateAsync(Session.Request(), default);

        (await EngineSession.InspectAsync(machine.Id, "{{.HostConfig.NanoCpus}} {{.HostConfig.Memory}} {{.HostConfig.MemorySwap}}"))
            .Should().Be("500000000 67108864 67108864");
    }

    [DockerFact]
    public async Task GetAsync_MemoryLimitExceeded_SaysSo()
    {
        var provider = Session.Connect(new DockerMachineOptions { Memory = "16m" });

        var machine = await provider.CreateAsync(Session.Request("exec tail /dev/zero"), default);

        await Eventually.TrueAsync("it has ended", async () => (await provider.GetAsync(machine.Id, default))!.State == MachineState.Ended);
        (await provider.GetAsync(machine.Id, default))!.StateReason.Should().StartWith("exit code 137; ").And.Contain("input 'memory'");
    }

    [DockerFact]
    public async Task CreateAsync_Volumes_AreMountedAndNamedOnesAreKept()
    {
        var directory = Directory.CreateTempSubdirectory("gha-runner-test-");
        var volume = Session.Request().Name;
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "file"), "from the host");
        try
        {
            var provider = Session.Connect(new DockerMachineOptions { Volumes = [$"{directory.FullName}:/mnt/dir:ro", $"{volume}:/mnt/cache"] });
            var machine = await provider.CreateAsync(Session.Request(), default);

            (await Command.OutputAsync("docker", "exec", machine.Id, "bash", "-c", "cat /mnt/dir/file; echo kept > /mnt/cache/file")).Should().Be("from the host");
            (await Command.TryAsync("docker", "exec", machine.Id, "touch", "/mnt/dir/new")).Errors.Should().Contain("Read-only file system");
            await provider.DeleteAsync(machine.Id, default);
            (await Command.OutputAsync("docker", "run", "--rm", "-v", $"{volume}:/mnt", RealPart.BaseImage, "cat", "/mnt/file")).Should().Be("kept");
        }
        finally
        {
            await Command.TryAsync("docker", "volume", "rm", "-f", volume);
            directory.Delete(recursive: true);
        }
    }

    [DockerFact]
    public async Task DeleteAsync_ImageDeclaresAVolume_RemovesItsAnonymousVolume()
    {
        var image = $"gha-runner-test-volume:{Session.Request().Name}";
        var source = await Command.OutputAsync("docker", "create", RealPart.BaseImage, "true");
        try
        {
            await Command.OutputAsync("docker", "commit", "--change", "VOLUME /data", "--change", "ENTRYPOINT [\"false\"]", source, image);
            var provider = Session.Connect(new DockerMachineOptions { Image = image });
            var machine = await provider.CreateAsync(Session.Request(), default);
            (await EngineSession.InspectAsync(machine.Id, "{{.State.Running}}")).Should().Be("true", "an image's entry point is replaced");
            var volume = await EngineSession.InspectAsync(machine.Id, "{{(index .Mounts 0).Name}}");

            await provider.DeleteAsync(machine.Id, default);

            (await Command.TryAsync("docker", "volume", "inspect", volume)).ExitCode.Should().NotBe(0);
        }
        finally
        {
            await Command.TryAsync("docker", "rm", "-f", source);
            await Command.TryAsync("docker", "rmi", "-f", image);
        }
    }

    [DockerFact]
    public async Task CreateAsync_Network_IsJoined()
    {
        var network = Session.Request().Name;
        await Command.OutputAsync("docker", "network", "create", network);
        try
        {
            var provider = Session.Connect(new DockerMachineOptions { Network = network });
            var machine = await provider.CreateAsync(Session.Request(), default);

            (await EngineSession.InspectAsync(machine.Id, "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}")).Should().Be(network);
            await provider.DeleteAsync(machine.Id, default);
        }
        finally
        {
            await Command.OutputAsync("docker", "network", "rm", network);
        }
    }

    [DockerFact]
    public async Task ListCandidatesAsync_ThisEngine_TellsImageAndArchitecture()
    {
        var candidates = await Session.Connect().ListCandidatesAsync(default);

        var expected = await Command.OutputAsync("docker", "version", "--format", "{{.Server.Arch}}") == "arm64" ? MachineArchitecture.Arm64 : MachineArchitecture.X64;
        candidates.Should().ContainSingle().Which.Should().BeEquivalentTo(new Candidate { InstanceType = RealPart.BaseImage, Architecture = expected });
    }
}
