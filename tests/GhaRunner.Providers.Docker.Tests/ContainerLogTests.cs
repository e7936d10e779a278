using GhaRunner.Conformance.RealParts;
using GhaRunner.Providers.Docker.Tests.Fixtures;

namespace GhaRunner.Providers.Docker.Tests;

public sealed class ContainerLogTests : EngineTest
{
    [DockerFact]
    public async Task ReadConsoleLogAsync_BothStreams_AreWholeLinesInOrder()
    {
        var log = await RunAsync("echo first; sleep 0.1; echo 'zweite Zeile: äöü' >&2; sleep 0.1; printf unended");

        log.Should().Be("first\nzweite Zeile: äöü\nunended");
    }

    [DockerFact]
    public async Task ReadConsoleLogAsync_LineLongerThanTheEnginesEntries_StaysOneLine()
    {
        var log = await RunAsync("echo before; printf '%0100000d\\n' 0; echo after", maxLines: 2);

        log.Should().Be($"{new string('0', 100_000)}\nafter");
    }

    [DockerFact]
    public async Task ReadConsoleLogAsync_ManyLines_AreCutToTheLast()
    {
        var log = await RunAsync("seq 1 5000", maxLines: 3);

        log.Should().Be("4998\n4999\n5000");
    }

    [DockerFact]
    public async Task ReadConsoleLogAsync_SomebodyElsesContainer_IsEmpty()
    {
        var id = await Command.OutputAsync("docker", "run", "-d", RealPart.BaseImage, "echo", "secret");
        try
        {
            (await Session.Connect().ReadConsoleLogAsync(id, 10, default)).Should().BeEmpty();
        }
        finally
        {
            await Command.OutputAsync("docker", "rm", "-f", id);
        }
    }

    private async Task<string> RunAsync(string script, int maxLines = 100)
    {
        var provider = Session.Connect();
        var machine = await provider.CreateAsync(Session.Request(script), default);
        await Command.OutputAsync("docker", "wait", machine.Id);
        return await provider.ReadConsoleLogAsync(machine.Id, maxLines, default);
    }
}
