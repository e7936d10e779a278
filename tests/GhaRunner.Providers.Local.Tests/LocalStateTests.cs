using GhaRunner.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GhaRunner.Providers.Local.Tests;

public sealed class LocalStateTests
{
    [Fact]
    public async Task ListOwnedAsync_CreatorDiedBeforeTheStart_IsPendingThenEndedAndDeletable()
    {
        await using var place = new LocalUnderTest();
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var provider = place.Provider(clock);
        var name = await AddUnstartedAsync(place, LocalUnderTest.Request(), clock);

        (await provider.ListOwnedAsync(OwnershipFilter.All, default)).Should().ContainSingle().Which.State.Should().Be(MachineState.Pending);
        clock.Advance(TimeSpan.FromSeconds(11));
        var ended = (await provider.ListOwnedAsync(OwnershipFilter.All, default)).Should().ContainSingle().Subject;
        await provider.DeleteAsync(name, default);

        ended.Should().BeEquivalentTo(new { Id = name, State = MachineState.Ended, StateReason = "ended without an exit code: killed, or never started" });
        (await provider.GetAsync(name, default)).Should().BeNull();
    }

    [Fact]
    public async Task ListOwnedAsync_CreatorDiedBeforeTheRename_IsNoMachine()
    {
        await using var place = new LocalUnderTest();
        var request = LocalUnderTest.Request("true");
        place.MakeDirectory($".{request.Name}.abc.tmp");

        (await place.Connect().ListOwnedAsync(OwnershipFilter.All, default)).Should().BeEmpty();
        (await place.Connect().CreateAsync(request, default)).Id.Should().Be(request.Name);
    }

    [Fact]
    public async Task CreateAsync_AnotherProcessHasMadeIt_ReturnsThatOneAndStartsNothing()
    {
        await using var place = new LocalUnderTest();
        var request = LocalUnderTest.Request("bash", "-c", "echo started");
        await AddUnstartedAsync(place, request, TimeProvider.System);

        var machine = await place.Connect().CreateAsync(request, default);

        machine.Id.Should().Be(request.Name);
        machine.State.Should().Be(MachineState.Pending);
        Directory.GetDirectories(place.Root).Should().ContainSingle("no draft is left");
    }

    [Theory]
    [InlineData("{ half a fi")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{ "marker": null, "createdAt": "2026-01-31T12:00:00+00:00", "tags": null }""")]
    [InlineData("""{ "marker": "x", "createdAt": "yesterday", "tags": {} }""")]
    public async Task CreateAsync_DirectoryOfThatNameIsNotOurs_IsAConflict(string json)
    {
        await using var place = new LocalUnderTest();
        var request = LocalUnderTest.Request("true");
        await File.WriteAllTextAsync(Path.Combine(place.MakeDirectory(request.Name), "machine.json"), json);

        var creation = () => place.Connect().CreateAsync(request, default);

        (await creation.Should().ThrowAsync<ActionableException>()).Which.Category.Should().Be(ErrorCategory.Conflict);
        (await place.Connect().ListOwnedAsync(OwnershipFilter.All, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task ListOwnedAsync_HundredMachines_LooksAtTheProcessesOnce()
    {
        await using var place = new LocalUnderTest();
        for (var i = 0; i < 100; i++)
            await AddUnstartedAsync(place, LocalUnderTest.Request(), TimeProvider.System);
        var scans = 0;
        var provider = place.Provider(scan: () =>
        {
            scans++;
            return LocalProcesses.Scan();
        });

        (await provider.ListOwnedAsync(OwnershipFilter.All, default)).Should().HaveCount(100);

        scans.Should().Be(1);
    }

    [Fact]
    public async Task GetAsync_DirectoryNamedThroughALink_StillKnowsItsProcesses()
    {
        await using var place = new LocalUnderTest();
        var machine = await place.Connect().CreateAsync(LocalUnderTest.Request("sleep", "600"), default);
        var link = place.Root + "-link";
        File.CreateSymbolicLink(link, place.Root);
        var provider = new LocalProvider(new LocalConnectionOptions { Directory = link + "/" }, TimeProvider.System);

        await place.EventuallyAsync(() => LocalProcesses.Scan()[Path.Combine(place.Root, machine.Id)].Any());
        (await provider.GetAsync(machine.Id, default))!.State.Should().Be(MachineState.Running);
        await provider.DeleteAsync(machine.Id, default);

        LocalProcesses.Scan()[Path.Combine(place.Root, machine.Id)].Should().BeEmpty();
    }

    private static async Task<string> AddUnstartedAsync(LocalUnderTest place, MachineRequest request, TimeProvider timeProvider)
    {
        var places = new LocalPlace(place.Root);
        var record = new LocalRecord(places.PathOf(request.Name), timeProvider.GetUtcNow(), request.Ownership.ToTags());
        (await places.TryAddAsync(request.Name, record, default)).Should().BeTrue();
        return request.Name;
    }
}
