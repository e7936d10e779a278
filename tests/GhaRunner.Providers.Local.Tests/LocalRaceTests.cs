using GhaRunner.Abstractions;

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
