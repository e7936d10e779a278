using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using GhaRunner.Abstractions;
using GhaRunner.Actions.Tests.Support;
using GhaRunner.Actions.Workflow;
using GhaRunner.Core.Deployment;
using Microsoft.Extensions.Time.Testing;

namespace GhaRunner.Actions.Tests.Workflow;

public sealed class StartOutputsTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();
    private readonly FakeTimeProvider clock = new();
    private readonly StartOutputs outputs;

    public StartOutputsTests() => outputs = new StartOutputs(
        new FileCommands(new ProcessEnvironment(new Dictionary<string, string> { ["GITHUB_OUTPUT"] = path }), new Terminal(TextWriter.Null), new WorkflowCommands(new Terminal(TextWriter.Null), true)), "fake", clock);

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
        outputs.MachinesChanged(Leases(1));
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
            outputs.MachinesChanged(Leases(count));
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
        outputs.MachinesChanged(Leases(1));
        outputs.MachinesChanged(Leases(2));
        clock.Advance(TimeSpan.FromMilliseconds(250));
        outputs.MachinesChanged(Leases(3));
        JsonNode.Parse(Read()["instances"])!.AsArray().Should().HaveCount(3);
    }

    [Fact]
    public void MachinesChanged_AllTakenBack_EndsEmpty()
    {
        outputs.MachinesChanged(Leases(2));
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
        outputs.MachinesChanged(Leases(1));
        outputs.MachinesChanged(Leases(3));
        clock.Advance(TimeSpan.FromMilliseconds(250));
        JsonNode.Parse(Read()["instances"])!.AsArray().Should().HaveCount(3);
    }

    public void Dispose() => File.Delete(path);

    private IReadOnlyDictionary<string, string> Read() => FileCommandReader.Read(File.ReadAllText(path));

    private static Lease[] Leases(int count) => [.. Enumerable.Range(1, count).Select(index =>
    {
        var lease = new Lease(new Ownership
        {
            Repository = "octo-org/octo-repo", RunId = 1, RunAttempt = 1, Job = "start", Start = "abcd1234", Index = index, Scope = "octo-org", ExpiresAt = DateTimeOffset.UnixEpoch,
        });
        SetMachineId(lease, $"m-{index}");
        return lease;
    })];

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_MachineId")]
    private static extern void SetMachineId(Lease lease, string? id);
}
