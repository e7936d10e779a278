using GhaRunner.Abstractions;
using GhaRunner.Core.Removal;
using GhaRunner.Core.Tests.Support;

namespace GhaRunner.Core.Tests.Removal;

[Collection(ClockTests.Name)]
public sealed class MachineRemovalTests
{
    private readonly Scene scene = new();

    [Fact]
    public async Task Remove_SlowDeletion_IsGoneOnlyWhenNoLongerShown()
    {
        scene.Cloud.DeletionTime = TimeSpan.FromSeconds(90);
        var id = scene.Cloud.Add(scene.Owned());
        var (gone, remaining) = await RemoveAsync([id, id]);
        gone.Should().Equal(id);
        remaining.Should().BeEmpty();
        scene.Cloud.Deletions.Should().ContainSingle("an accepted deletion is not repeated");
        (await scene.Cloud.GetAsync(id, CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task Remove_RefusedThrottledAndGood_EachEndsAsItShould()
    {
        var ids = Enumerable.Range(1, 3).Select(index => scene.Cloud.Add(scene.Owned(index))).ToArray();
        var throttled = 2;
        scene.Cloud.Before = (call, subject, _) => (call, subject) switch
        {
            ("delete", "m-1") => throw Faults.Of(ErrorCategory.Unauthorized),
            ("delete", "m-2") when throttled-- > 0 => throw Faults.Of(ErrorCategory.Throttled),
            _ => Task.CompletedTask,
        };
        var (gone, remaining) = await RemoveAsync(ids);
        gone.Should().BeEquivalentTo("m-2", "m-3");
        remaining.Should().ContainSingle().Which.Should().Be(KeyValuePair.Create("m-1", "The cloud says Unauthorized."));
    }

    [Fact]
    public async Task Remove_NotGoneByTheDeadline_IsNamedWithWhatIsKnown()
    {
        scene.Cloud.DeletionTime = TimeSpan.FromHours(1);
        var (gone, remaining) = await RemoveAsync([scene.Cloud.Add(scene.Owned())], TimeSpan.FromMinutes(1));
        gone.Should().BeEmpty();
        remaining["m-1"].Should().Be("deletion accepted, but still shown when time was up");
    }

    [Fact]
    public async Task Remove_Absent_Succeeds()
    {
        var (gone, remaining) = await RemoveAsync(["never-was"]);
        gone.Should().Equal("never-was");
        remaining.Should().BeEmpty();
    }

    [Fact]
    public async Task Remove_ListingRefused_AsksForEach()
    {
        var id = scene.Cloud.Add(scene.Owned());
        scene.Cloud.Before = (call, _, _) => call == "list" ? throw Faults.Of(ErrorCategory.Unauthorized) : Task.CompletedTask;
        var (gone, _) = await RemoveAsync([id]);
        gone.Should().Equal(id);
    }

    [Fact]
    public async Task Remove_DiskOutlivesItsMachine_IsDeletedToo()
    {
        scene.Cloud.LeavesADisk = true;
        var id = scene.Cloud.Add(scene.Owned());
        var (gone, remaining) = await RemoveAsync([id]);
        gone.Should().Equal(id);
        remaining.Should().BeEmpty();
        scene.Cloud.Alive.Should().BeEmpty();
    }

    [Fact]
    public async Task Remove_DeletionFindsNothingAndThenItIsShown_IsDeletedAgain()
    {
        var id = scene.Cloud.Add(scene.Owned());
        scene.Cloud.Invisible = TimeSpan.FromHours(1);
        scene.Cloud.Before = (call, _, _) =>
        {
            if (call == "list")
                scene.Cloud.Invisible = TimeSpan.Zero;
            return Task.CompletedTask;
        };
        var (gone, remaining) = await RemoveAsync([id]);
        gone.Should().Equal(id);
        remaining.Should().BeEmpty();
        scene.Cloud.Alive.Should().BeEmpty();
    }

    private Task<(IReadOnlyList<string> Gone, IReadOnlyDictionary<string, string> Remaining)> RemoveAsync(string[] ids, TimeSpan? limit = null) => scene.DriveAsync(async () =>
    {
        using var deadline = new CancellationTokenSource(limit ?? TimeSpan.FromMinutes(10), scene.Clock);
        return await new MachineRemoval(scene.Cloud, scene.Clock).RemoveAsync(ids, OwnershipFilter.All, mayBeUnseen: _ => false, deadline.Token);
    });
}
