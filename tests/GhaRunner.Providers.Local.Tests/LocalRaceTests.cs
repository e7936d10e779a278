using GhaRunner.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GhaRunner.Providers.Local.Tests;

public sealed class LocalRaceTests
{
    [Fact]
    public async Task CreateAsync_DeletedOnTheWay_LeavesNoProcessAndNoDirectory()
    {
        await using var place = new LocalUnderTest();
        for (var round = 0; round < 20; round++)
        {
            var request = LocalUnderTest.Request("sleep", "600");
            var creation = Task.Run(() => CreateAsync(place, request));
            var deletion = Task.Run(async () =>
            {
                while (!creation.IsCompleted)
                    await place.Connect().DeleteAsync(request.Name, default);
            });
            await Task.WhenAll(creation, deletion);
            if (await creation)
                await place.Connect().DeleteAsync(request.Name, default);

            await place.EventuallyAsync(() => !LocalProcesses.Scan()[Path.Combine(place.Root, request.Name)].Any());
            Directory.GetFileSystemEntries(place.Root).Should().BeEmpty();
        }
    }

    [Fact]
    public async Task GetAsync_WhileItStarts_NeverSaysEnded()
    {
        await using var place = new LocalUnderTest();
        for (var round = 0; round < 20; round++)
        {
            var request = LocalUnderTest.Request("sleep", "600");
            var creation = Task.Run(() => place.Connect().CreateAsync(request, default));
            while (!creation.IsCompleted)
            {
                var state = (await place.Connect().GetAsync(request.Name, default))?.State;
                state.Should().NotBe(MachineState.Ended);
            }

            await place.Connect().DeleteAsync((await creation).Id, default);
        }
    }

    [Fact]
    public async Task DeleteAsync_ProgramBeginsAfterTheLook_IsFoundByTheSecondLook()
    {
        await using var place = new LocalUnderTest();
        var machine = await place.Connect().CreateAsync(LocalUnderTest.Request("true"), default);
        var marker = Path.Combine(place.Root, machine.Id);
        await place.EventuallyAsync(() => File.ReadAllText(marker + "/exit").Length > 0);
        var looks = 0;
        // A clock that stands still: no look ever gets too old to be shared.
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var provider = place.Provider(clock, () =>
        {
            var seen = LocalProcesses.Scan();
            if (Interlocked.Increment(ref looks) == 1)
                Begin(place, marker, "echo ready; sleep 600");
            return seen;
        });

        var deletion = provider.DeleteAsync(machine.Id, default);
        await place.EventuallyAsync(() =>
        {
            if (looks > 1)
                clock.Advance(TimeSpan.FromMilliseconds(50));
            return deletion.IsCompleted;
        });

        await deletion;
        var left = LocalProcesses.Scan()[marker].ToList();
        LocalProcesses.Signal(left, LocalProcesses.Kill);
        left.Should().BeEmpty();
    }

    [Fact]
    public async Task DeleteAsync_AnotherDeletionHasLookedBeforeItBegan_IsAskedToEndAllTheSame()
    {
        await using var place = new LocalUnderTest();
        var outside = Path.GetDirectoryName(place.Root) + "/asked";
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var provider = place.Provider(clock);
        var other = await provider.CreateAsync(LocalUnderTest.Request("true"), default);
        await place.EventuallyAsync(() => !LocalProcesses.Scan()[Path.Combine(place.Root, other.Id)].Any());
        await provider.DeleteAsync(other.Id, default);
        var machine = await provider.CreateAsync(
            LocalUnderTest.Request("bash", "-c", $"trap 'echo asked >{outside}; exit' TERM; echo ready; while :; do sleep 0.1; done"), default);
        await place.EventuallyAsync(() => File.ReadAllText(Path.Combine(place.Root, machine.Id, "console.log")) == "ready\n");

        var deletion = provider.DeleteAsync(machine.Id, default);
        await place.EventuallyAsync(() =>
        {
            if (File.Exists(outside))
                clock.Advance(TimeSpan.FromMilliseconds(50));
            return deletion.IsCompleted;
        });

        await deletion;
        File.Exists(outside).Should().BeTrue();
        LocalProcesses.Scan()[Path.Combine(place.Root, machine.Id)].Should().BeEmpty();
    }

    /// <summary>Begins a program as a creation does, and waits until it runs.</summary>
    private static void Begin(LocalUnderTest place, string marker, string script)
    {
        LocalProcesses.Start(marker, marker, LocalUnderTest.Request("bash", "-c", script).Bootstrap);
        place.EventuallyAsync(() => File.ReadAllText(marker + "/console.log").Length > 0).GetAwaiter().GetResult();
    }

    /// <summary>Creates; tells whether the machine was made, rather than deleted on the way.</summary>
    private static async Task<bool> CreateAsync(LocalUnderTest place, MachineRequest request)
    {
        try
        {
            await place.Connect().CreateAsync(request, default);
            return true;
        }
        catch (ActionableException exception)
        {
            exception.Category.Should().Be(ErrorCategory.Conflict);
            return false;
        }
    }
}
