using GhaRunner.Abstractions;

namespace GhaRunner.Conformance;

public abstract partial class ProviderConformance
{
    private static readonly string[] printed = ["line 1", "line 2", "line 3", "line 4", "line 5"];

    [Fact]
    public async Task ReadConsoleLogAsync_RunningMachine_GivesTheLastLines()
    {
        if (Provider is not IConsoleLog log)
            return;
        var machine = await CreateAsync(HarmlessProgram.StaysAlive with { Prints = printed });

        await EventuallyAsync("all is printed", async () => await log.ReadConsoleLogAsync(machine.Id, 100, default) == string.Join('\n', printed));
        (await log.ReadConsoleLogAsync(machine.Id, 5, default)).Should().Be(string.Join('\n', printed));
        (await log.ReadConsoleLogAsync(machine.Id, 2, default)).Should().Be("line 4\nline 5");
        (await log.ReadConsoleLogAsync(machine.Id, 1, default)).Should().Be("line 5");
    }

    [Fact]
    public async Task ReadConsoleLogAsync_EndedMachine_IsReadable()
    {
        if (Provider is not IConsoleLog log)
            return;
        var machine = await CreateAsync(HarmlessProgram.EndsAtOnce with { Prints = printed });
        await EventuallyAsync("it has ended", async () => (await Provider.GetAsync(machine.Id, default))!.State == Subject.AfterItsEnd);

        await EventuallyAsync("its log is there", async () => await log.ReadConsoleLogAsync(machine.Id, 100, default) == string.Join('\n', printed));
    }

    [Fact]
    public async Task ReadConsoleLogAsync_DeletedMachine_IsEmpty()
    {
        if (Provider is not IConsoleLog log)
            return;
        var machine = await CreateAsync(HarmlessProgram.StaysAlive with { Prints = printed });
        await EventuallyAsync("it runs", async () => (await Provider.GetAsync(machine.Id, default))!.State == MachineState.Running);

        await Provider.DeleteAsync(machine.Id, default);
        await EventuallyGoneAsync(machine.Id);
        await EventuallyAsync("its log is gone", async () => await log.ReadConsoleLogAsync(machine.Id, 100, default) == "");
    }

    [Fact]
    public async Task ReadConsoleLogAsync_AbsentOrSilentMachine_IsEmpty()
    {
        if (Provider is not IConsoleLog log)
            return;
        var silent = await CreateAsync();

        (await log.ReadConsoleLogAsync(Subject.AbsentId, 10, default)).Should().BeEmpty();
        (await log.ReadConsoleLogAsync(silent.Id, 10, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task GetHourlyPriceAsync_EveryCandidate_IsAPriceOrUnknown()
    {
        if (Provider is not IPriceSource prices)
            return;

        foreach (var candidate in await Provider.ListCandidatesAsync(default))
        {
            if (await prices.GetHourlyPriceAsync(candidate, default) is { } price)
                price.Should().BeGreaterThanOrEqualTo(0, "{0} costs", candidate);
        }
    }
}
