namespace GhaRunner.Conformance;

public abstract partial class ProviderConformance
{
    [Fact]
    public async Task DeleteAsync_Machine_IsEventuallyGone()
    {
        var doomed = await CreateAsync();
        var bystander = await CreateAsync();

        await Subject.Connect().DeleteAsync(doomed.Id, default);

        await EventuallyGoneAsync(doomed.Id);
        await EventuallyAsync("it is not listed", async () => (await ListAsync(Ours)).All(machine => machine.Id != doomed.Id));
        (await ListAsync(Ours)).Should().ContainSingle().Which.Id.Should().Be(bystander.Id);
    }

    [Fact]
    public async Task DeleteAsync_AbsentId_Succeeds() => await Provider.DeleteAsync(Subject.AbsentId, default);

    [Fact]
    public async Task DeleteAsync_Twice_Succeeds()
    {
        var machine = await CreateAsync();

        await Provider.DeleteAsync(machine.Id, default);
        await Provider.DeleteAsync(machine.Id, default);
        await EventuallyGoneAsync(machine.Id);
        await Provider.DeleteAsync(machine.Id, default);

        (await ListAsync(Ours)).Should().BeEmpty();
    }

    [Fact]
    public async Task DeleteAsync_TwiceAtOnce_Succeeds()
    {
        var machine = await CreateAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Subject.Connect().DeleteAsync(machine.Id, default))));

        await EventuallyGoneAsync(machine.Id);
    }

    [Fact]
    public async Task CreateAndDeleteAsync_TenAtOnce_LeaveNothing()
    {
        var first = NewOwnership();
        var created = await Task.WhenAll(Enumerable.Range(1, 10)
            .Select(index => Task.Run(() => CreateAsync(first with { Index = index }))));
        created.Select(machine => machine.Id).Should().OnlyHaveUniqueItems();
        (await ListAsync(Ours)).Select(machine => machine.Id).Should().BeEquivalentTo(created.Select(machine => machine.Id));

        await Task.WhenAll(created.Select(machine => Task.Run(() => Provider.DeleteAsync(machine.Id, default))));

        await EventuallyAsync("nothing is left", async () => (await ListAsync(Ours)).Count == 0);
        foreach (var machine in created)
            await EventuallyGoneAsync(machine.Id);
    }

    [Fact]
    public async Task GetAsync_ProgramHasEnded_IsShownWithAReasonAndDeletable()
    {
        var machine = await CreateAsync(HarmlessProgram.EndsAtOnce);

        await EventuallyAsync("it has ended", async () => (await Provider.GetAsync(machine.Id, default))!.State == Subject.AfterItsEnd);

        var listed = (await Provider.ListOwnedAsync(Ours, default)).Should().ContainSingle().Subject;
        listed.Id.Should().Be(machine.Id);
        listed.State.Should().Be(Subject.AfterItsEnd);
        listed.Failure.Should().BeNull("it ended by itself");
        if (listed.EndedAt is { } endedAt)
            endedAt.Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        listed.StateReason.Should().NotBeNullOrWhiteSpace();
        listed.Ownership.Should().Be(machine.Ownership);
        await Provider.DeleteAsync(machine.Id, default);
        await EventuallyGoneAsync(machine.Id);
    }
}
