using FsCheck;
using FsCheck.Fluent;
using GhaRunner.Actions.Tests.Support;
using GhaRunner.Actions.Workflow;

namespace GhaRunner.Actions.Tests.Workflow;

public sealed class FileCommandsTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    [Fact]
    public void TrySetOutputs_AnyValue_IsReadBackAndForgesNoOther() => Prop.ForAll<NonNull<string>>(text =>
    {
        var value = string.Join('\n', text.Get.Where(character => !char.IsSurrogate(character)).Chunk(3).Select(part => new string(part).Replace("\n", "")).Append("mapping=forged").Append("mapping<<x"));
        File.WriteAllText(path, "");
        Files("GITHUB_OUTPUT").TrySetOutputs([new("instances", value), new("mapping", "{}")]).Should().BeTrue();
        var read = FileCommandReader.Read(File.ReadAllText(path));
        return read.Count == 2 && read["instances"] == value && read["mapping"] == "{}";
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void TrySetOutputs_EachValue_HasADelimiterOfItsOwn()
    {
        Files("GITHUB_OUTPUT").TrySetOutputs([new("a", "x"), new("b", "x")]);
        Files("GITHUB_OUTPUT").TrySetOutputs([new("a", "x")]);
        File.ReadAllLines(path).Where(line => line.Contains("<<")).Select(line => line.Split("<<")[1]).Should().HaveCount(3).And.OnlyHaveUniqueItems();
        File.ReadAllBytes(path)[0].Should().Be((byte)'a', "the runner takes no byte order mark");
    }

    [Fact]
    public void TrySetOutputs_NoFile_SaysSo() => new FileCommands(new ProcessEnvironment(new Dictionary<string, string>()), new Terminal(TextWriter.Null))
        .TrySetOutputs([new("a", "x")]).Should().BeFalse();

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
        new FileCommands(new ProcessEnvironment(new Dictionary<string, string> { ["GITHUB_STEP_SUMMARY"] = path }), terminal).AppendSummary("it is a-long-secret");
        File.ReadAllText(path).Should().Be("it is ***\n");
    }

    public void Dispose() => File.Delete(path);

    private FileCommands Files(string variable) => new(new ProcessEnvironment(new Dictionary<string, string> { [variable] = path }), new Terminal(TextWriter.Null));
}
