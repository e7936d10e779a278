using System.Text.Json.Nodes;
using GhaRunner.Abstractions;
using GhaRunner.Actions.Workflow;
using GhaRunner.Core.Deployment;
using Microsoft.Extensions.Time.Testing;

namespace GhaRunner.Actions.Tests.Workflow;

public sealed class StartOutputsTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();
    private readonly FakeTimeProvider clock = new();
    private readonly StartOutputs outputs;

    public StartOutputsTests()
    {
        var environment = new ProcessEnvironment(new Dictionary<string, string> { ["GITHUB_OUTPUT"] = path });
        var files = new FileCommands(environment, new Terminal(TextWriter.Null), new WorkflowCommands(new Terminal(TextWriter.Null), true));
        outputs = new StartOutputs(files, new GivenUpMark(environment), "fake", clock);
    }

    [Fact]
    public void Begun_NoMachine_WritesEmptyOutputs()
    {
        outputs.Begun("abcd1234");
        Read().Should().BeEquivalentTo(new Dictionary<string, string> { ["mapping"] = "", ["instances"] = "[]", ["machines"] = "[]" }, "a start that is killed now may have made machines, which stop finds by their tags");
    }

    [Fact]
    public void MachinesChanged_FirstMachine_IsWrittenAtOnce()
    {
        outputs.Begun("abcd1234");
        outputs.MachinesChanged(Machines(1));
        Read()["mapping"].Should().Be("""{"m-1":"gha-1-1-abcd1234-1"}""");
        var machine = JsonNode.Parse(Read()["machines"])![0]!;
        machine["expires_at"]!.GetValue<DateTimeOffset>().Should().Be(DateTimeOffset.UnixEpoch);
        machine["hourly_price_usd"].Should().BeNull();
    }

    [Fact]
    public void MachinesChanged_Burst_GrowsTheFileNotWithEachAndKeepsTheLastState()
    {
        outputs.Begun("abcd1234");
        for (var count = 1; count <= 256; count++)
            outputs.MachinesChanged(Machines(count));
        JsonNode.Parse(Read()["instances"])!.AsArray().Should().HaveCount(1, "the rest of the burst is held back");
        outputs.Flush();
        JsonNode.Parse(Read()["instances"])!.AsArray().Should().HaveCount(256);
        var size = new FileInfo(path).Length;
        outputs.Flush();
        new FileInfo(path).Length.Should().Be(size, "there is nothing new to write");
    }

    [Fact]
    public void MachinesChanged_AfterTheBurst_IsWrittenAtOnce()
    {
        outputs.MachinesChanged(Machines(1));
        outputs.MachinesChanged(Machines(2));
        clock.Advance(TimeSpan.FromMilliseconds(250));
        outputs.MachinesChanged(Machines(3));
        JsonNode.Parse(Read()["instances"])!.AsArray().Should().HaveCount(3);
    }

    [Fact]
    public void MachinesChanged_AllTakenBack_EndsEmpty()
    {
        outputs.MachinesChanged(Machines(2));
        outputs.MachinesChanged([]);
        outputs.Flush();
        Read()["mapping"].Should().Be("", "nobody has confirmed that nothing is left");
        outputs.NothingLeft();
        outputs.Flush();
        Read()["mapping"].Should().Be("{}");
    }

    [Fact]
    public void MachinesChanged_TailOfABurst_IsWrittenWithoutAnotherChange()
    {
        outputs.MachinesChanged(Machines(1));
        outputs.MachinesChanged(Machines(3));
        clock.Advance(TimeSpan.FromMilliseconds(250));
        JsonNode.Parse(Read()["instances"])!.AsArray().Should().HaveCount(3);
    }

    public void Dispose() => File.Delete(path);

    private IReadOnlyDictionary<string, string> Read() => FileCommandReader.Read(File.ReadAllText(path));

    private static LeasedMachine[] Machines(int count) => [.. Enumerable.Range(1, count).Select(index =>
        new LeasedMachine($"m-{index}", $"gha-1-1-abcd1234-{index}", $"gha-1-1-abcd1234-{index}", new Candidate(), null, DateTimeOffset.UnixEpoch))];
}
