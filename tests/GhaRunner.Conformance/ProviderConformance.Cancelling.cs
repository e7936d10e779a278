using GhaRunner.Abstractions;

namespace GhaRunner.Conformance;

public abstract partial class ProviderConformance
{
    [Fact]
    public async Task EveryMember_TokenCancelledBefore_ThrowsOperationCanceled()
    {
        var machine = await CreateAsync();
        var request = await RequestAsync(NewOwnership(), HarmlessProgram.StaysAlive);
        var cancelled = new CancellationToken(canceled: true);

        await ShouldCancelAsync(() => Provider.CreateAsync(request, cancelled));
        await ShouldCancelAsync(() => Provider.GetAsync(machine.Id, cancelled));
        await ShouldCancelAsync(() => Provider.ListOwnedAsync(Ours, cancelled));
        await ShouldCancelAsync(() => Provider.DeleteAsync(machine.Id, cancelled));
        if (Provider is IConsoleLog log)
            await ShouldCancelAsync(() => log.ReadConsoleLogAsync(machine.Id, 10, cancelled));
        await DeleteOursAsync();

        static async Task ShouldCancelAsync(Func<Task> call) => await call.Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(50)]
    public async Task CreateAsync_CancelledOnTheWay_IsFoundByItsTagsAndDeleted(int milliseconds)
    {
        var requests = new List<MachineRequest>();
        for (var i = 0; i < 3; i++)
            requests.Add(await RequestAsync(NewOwnership(), HarmlessProgram.StaysAlive));
        using var cancellation = new CancellationTokenSource(milliseconds);

        var outcomes = await Task.WhenAll(requests.Select(request => Task.Run(() => OutcomeAsync(request, cancellation.Token))));

        foreach (var id in outcomes.OfType<string>())
            (await Provider.GetAsync(id, default)).Should().NotBeNull("a machine that was returned exists");
        await DeleteOursAsync();
        (await ListAsync(Ours)).Should().BeEmpty();
    }

    private async Task<string?> OutcomeAsync(MachineRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return (await Provider.CreateAsync(request, cancellationToken)).Id;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
