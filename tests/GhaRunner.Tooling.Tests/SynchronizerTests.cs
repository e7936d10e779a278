using GhaRunner.Tooling.Sync;

namespace GhaRunner.Tooling.Tests;

public sealed class SynchronizerTests : IDisposable
{
    private readonly TemporaryTree repository = new();

    public void Dispose() => repository.Dispose();

    [Fact]
    public void Mend_EmptyTree_WritesEveryFileAndNothingTheSecondTime()
    {
        var first = repository.Synchronizer(FakeProvider.Declaration).Mend();
        var written = File.GetLastWriteTimeUtc(Path.Combine(repository.Root, "actions/start-fake/action.yml"));
        var second = repository.Synchronizer(FakeProvider.Declaration).Mend();

        first.Should().Equal(
            new Difference("actions/reap-fake/README.md", DifferenceKind.Missing),
            new Difference("actions/reap-fake/action.yml", DifferenceKind.Missing),
            new Difference("actions/start-fake/README.md", DifferenceKind.Missing),
            new Difference("actions/start-fake/action.yml", DifferenceKind.Missing),
            new Difference("actions/stop-fake/README.md", DifferenceKind.Missing),
            new Difference("actions/stop-fake/action.yml", DifferenceKind.Missing));
        second.Should().BeEmpty();
        File.GetLastWriteTimeUtc(Path.Combine(repository.Root, "actions/start-fake/action.yml")).Should().Be(written);
    }

    [Fact]
    public void Mend_AnyFile_IsUtf8WithoutBomAndWithUnixLineEnds()
    {
        repository.Synchronizer(FakeProvider.Declaration).Mend();

        foreach (var path in repository.Tree.Files("actions", "*"))
        {
            var bytes = File.ReadAllBytes(Path.Combine(repository.Root, path));
            bytes.Should().NotContain((byte)'\r').And.EndWith(new[] { (byte)'\n' });
            bytes[0].Should().BeLessThan(0x80);
        }
    }

    [Fact]
    public void Compare_EmptyTree_WritesNothing()
    {
        repository.Synchronizer(FakeProvider.Declaration).Compare().Should().HaveCount(6);

        Directory.Exists(Path.Combine(repository.Root, "actions")).Should().BeFalse();
    }

    [Fact]
    public void Check_StaleFile_ListsItWithTheCommandAndFails()
    {
        repository.Synchronizer(FakeProvider.Declaration).Mend();
        repository.Tree.Write("actions/stop-fake/action.yml", repository.Read("actions/stop-fake/action.yml") + "# mine\n");
        using var error = new StringWriter();

        var code = SyncCommand.Check(repository.Synchronizer(FakeProvider.Declaration), TextWriter.Null, error);

        code.Should().Be(1);
        error.ToString().Should().Contain("stale     actions/stop-fake/action.yml").And.Contain(GeneratedFile.Command).And.NotContain("start-fake");
    }

    [Fact]
    public void Check_AllAsItShouldBe_Succeeds()
    {
        repository.Synchronizer(FakeProvider.Declaration).Mend();

        SyncCommand.Check(repository.Synchronizer(FakeProvider.Declaration), TextWriter.Null, TextWriter.Null).Should().Be(0);
    }

    [Fact]
    public void Mend_ProviderIsGone_DeletesItsFolders()
    {
        repository.Synchronizer(FakeProvider.Declaration).Mend();

        repository.Synchronizer().Compare().Should().HaveCount(6).And.OnlyContain(difference => difference.Kind == DifferenceKind.Orphaned);
        repository.Synchronizer().Mend();

        Directory.Exists(Path.Combine(repository.Root, "actions/start-fake")).Should().BeFalse();
        repository.Synchronizer().Compare().Should().BeEmpty();
    }

    [Fact]
    public void Mend_FileOfAPersonAmongTheGenerated_IsReportedAndKept()
    {
        repository.Tree.Write("actions/start-fake/notes.txt", "mine\n");
        using var error = new StringWriter();

        var code = SyncCommand.Mend(repository.Synchronizer(FakeProvider.Declaration), TextWriter.Null, error);

        code.Should().Be(1);
        error.ToString().Should().Contain("foreign   actions/start-fake/notes.txt");
        repository.Read("actions/start-fake/notes.txt").Should().Be("mine\n");
    }

    [Fact]
    public void Mend_WrongFrame_WritesNothingAtAll()
    {
        repository.Tree.Write("action-stop.yml", "name: [");

        var mending = () => repository.Synchronizer(FakeProvider.Declaration).Mend();

        mending.Should().Throw<ToolingException>();
        repository.Tree.Files("actions", "*").Should().BeEmpty();
    }

    [Fact]
    public void Mend_ManyProviders_MakesFoldersForEach()
    {
        var providers = Enumerable.Range(1, 20)
            .Select(number => FakeProvider.Declare<FakeConnectionOptions, FakeMachineOptions>($"cloud-{number}", $"cloud {number}"))
            .ToArray();

        repository.Synchronizer(providers).Mend().Should().HaveCount(120);
        repository.Synchronizer(providers).Compare().Should().BeEmpty();
    }

    [Fact]
    public async Task Sync_RootOutsideOfARepository_SaysWhatToDo()
    {
        using var error = new StringWriter();
        repository.Tree.Delete("GhaRunner.Actions.sln");

        var code = await SyncCommand.Create(TextWriter.Null, error).Parse(["--check", "--root", repository.Root]).InvokeAsync();

        code.Should().Be(2);
        error.ToString().Should().Contain("--root");
    }
}
