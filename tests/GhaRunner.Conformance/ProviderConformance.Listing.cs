using GhaRunner.Abstractions;

namespace GhaRunner.Conformance;

public abstract partial class ProviderConformance
{
    [Fact]
    public async Task ListOwnedAsync_EveryFilter_Narrows()
    {
        var start = NewOwnership();
        var sibling = start with { Index = 2 };
        var otherStart = NewOwnership();
        var rerun = NewOwnership() with { RunAttempt = 2 };
        var fork = NewOwnership() with { Repository = "somebody/hello.World_1" };
        foreach (var ownership in new[] { start, sibling, otherStart, rerun, fork })
            await CreateAsync(ownership);

        await ShouldListAsync(Ours, start, sibling, otherStart, rerun, fork);
        await ShouldListAsync(Ours with { RunAttempt = 2 }, rerun);
        await ShouldListAsync(Ours with { RunAttempt = 1 }, start, sibling, otherStart, fork);
        await ShouldListAsync(Ours with { Start = start.Start }, start, sibling);
        await ShouldListAsync(Ours with { Start = start.Start, RunAttempt = 2 });
        await ShouldListAsync(Ours with { Repository = "OCTO-org/HELLO.world_1" }, start, sibling, otherStart, rerun);
        await ShouldListAsync(Ours with { Repository = "octo-org/hello" });
        await ShouldListAsync(new OwnershipFilter { RunId = start.RunId + 1 });
        await ShouldListAsync(new OwnershipFilter { Start = otherStart.Start }, otherStart);

        var all = await Provider.ListOwnedAsync(OwnershipFilter.All, default);
        all.Select(machine => machine.Ownership).Should().Contain([start, sibling, otherStart, rerun, fork]);
    }

    [Fact]
    public async Task ListOwnedAsync_MachineOfSomebodyElse_IsNotListedAndNotShown()
    {
        var foreign = await Subject.AddForeignMachineAsync();
        var ours = await CreateAsync();

        var all = await Provider.ListOwnedAsync(OwnershipFilter.All, default);

        all.Select(machine => machine.Id).Should().Contain(ours.Id).And.NotContain(foreign);
        (await Provider.GetAsync(foreign, default)).Should().BeNull();
        (await Subject.HasForeignMachineAsync(foreign)).Should().BeTrue();
    }

    [Fact]
    public async Task ListEverywhereAsync_MachineOfOurs_IsAmongAllAndThatOfSomebodyElseIsNot()
    {
        if (Provider is not IAccountSearch account)
            return;
        var foreign = await Subject.AddForeignMachineAsync();
        var ours = await CreateAsync();

        var listing = await account.ListEverywhereAsync(default);

        listing.Problems.Should().BeEmpty();
        listing.Machines.Select(machine => machine.Id).Should().Contain(ours.Id).And.NotContain(foreign);
        listing.Machines.Select(machine => machine.Ownership).Should().Contain(ours.Ownership);
    }

    [Fact]
    public async Task GetAsync_AbsentId_IsNull() => (await Provider.GetAsync(Subject.AbsentId, default)).Should().BeNull();

    private async Task ShouldListAsync(OwnershipFilter filter, params Ownership[] expected) =>
        (await ListAsync(filter)).Select(machine => machine.Ownership).Should().BeEquivalentTo(expected, "of {0}", filter);
}
