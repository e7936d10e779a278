using FsCheck;
using FsCheck.Fluent;
using GhaRunner.Actions.Workflow;

namespace GhaRunner.Actions.Tests.Workflow;

public sealed class FileCommandsTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    [Fact]
    public void SetOutputs_AnyValue_IsReadBackAndForgesNoOther() => Prop.ForAll<NonNull<string>>(text =>
    {
        var value = string.Join('\n', text.Get.Where(character => !char.IsSurrogate(character)).Chunk(3).Select(part => new string(part).Replace("\n", "")).Append("mapping=forged").Append("mapping<<x"));
        File.WriteAllText(path, "");
        Files("GITHUB_OUTPUT").SetOutputs([new("instances", value), new("mapping", "{}")]);
        var read = FileCommandReader.Read(File.ReadAllText(path));
        return read.Count == 2 && read["instances"] == value && read["mapping"] == "{}";
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void SetOutputs_EachValue_HasADelimiterOfItsOwn()
    {
        Files("GITHUB_OUTPUT").SetOutputs([new("a", "x"), new("b", "x")]);
        Files("GITHUB_OUTPUT").SetOutputs([new("a", "x")]);
        File.ReadAllLines(path).Where(line => line.Contains("<<")).Select(line => line.Split("<<")[1]).Should().HaveCount(3).And.OnlyHaveUniqueItems();
        File.ReadAllBytes(path)[0].Should().Be((byte)'a', "the runner takes no byte order mark");
    }

    [Fact]
    public void SetOutputs_FileCannotBeWritten_WarnsOnceAndGoesOn()
    {
        var log = new StringWriter();
        var terminal = new Terminal(log);
        var files = new FileCommands(new ProcessEnvironment(new Dictionary<string, string> { ["GITHUB_OUTPUT"] = "/dev/full" }), terminal, new WorkflowCommands(terminal, true));
        files.SetOutputs([new("a", "x")]);
        files.SetOutputs([new("a", "y")]);
        log.ToString().Split("::warning::").Should().HaveCount(2);
    }

    [Fact]
    public void AppendSummary_TooLong_IsCutAndSaid()
    {
        Files("GITHUB_STEP_SUMMARY").AppendSummary(new string('é', 600_000));
        new FileInfo(path).Length.Should().BeLessThan(1024 * 1024);
        File.ReadAllText(path).Should().Contain("cut off");
    }

    [Fact]
    public void AppendSummary_Secret_IsReplaced()
    {
        var terminal = new Terminal(TextWriter.Null);
        terminal.Hide("a-long-secret");
        new FileCommands(new ProcessEnvironment(new Dictionary<string, string> { ["GITHUB_STEP_SUMMARY"] = path }), terminal, new WorkflowCommands(terminal, true)).AppendSummary("it is a-long-secret");
        File.ReadAllText(path).Should().Be("it is ***\n");
    }

    public void Dispose() => File.Delete(path);

    private FileCommands Files(string variable) => new(new ProcessEnvironment(new Dictionary<string, string> { [variable] = path }), new Terminal(TextWriter.Null), new WorkflowCommands(new Terminal(TextWriter.Null), true));
}
