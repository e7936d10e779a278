using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using GhaRunner.Abstractions;
using GhaRunner.Conformance.Faults;

namespace GhaRunner.Conformance;

/// <summary>What holds when a request goes wrong: each request of each call, in each way.</summary>
public abstract partial class ProviderConformance
{
    [Theory, OverTheWire]
    public Task CreateAsync_RequestGoesWrong_WhatExistsIsFoundAndDeleted(string? leftOut) => AtEachRequestAsync(leftOut, async call =>
    {
        var request = await RequestAsync(NewOwnership(), HarmlessProgram.StaysAlive with { Secret = call.Secret });

        var (isAnswered, created) = await call.MakeAsync((provider, ct) => provider.CreateAsync(request, ct));

        await EventuallyAsync("what exists is listed", async () =>
            (await ListAsync(Of(request.Ownership))).Count > 0 || (await Subject.LookAsync(request.Ownership)).Count == 0);
        var again = await Provider.CreateAsync(request, default);
        if (isAnswered)
            again.Id.Should().Be(created!.Id, "that is what the first call has made");
        (await ListAsync(Of(request.Ownership))).Should().ContainSingle("of two creations").Which.Id.Should().Be(again.Id);
        await ShouldGoAsync(again);
    });

    [Theory, OverTheWire]
    public Task DeleteAsync_RequestGoesWrong_AnotherDeletionLeavesNothing(string? leftOut) => AtEachRequestAsync(leftOut, async call =>
    {
        var machine = await CreateAsync();

        var (isAnswered, _) = await call.MakeAsync(async (provider, ct) =>
        {
            await provider.DeleteAsync(machine.Id, ct);
            return true;
        });

        if (isAnswered)
        {
            await EventuallyAsync("it goes, since the deletion was accepted", async () =>
                await Provider.GetAsync(machine.Id, default) is null or { State: MachineState.Deleting or MachineState.Deleted });
        }

        await Provider.DeleteAsync(machine.Id, default);
        await ShouldGoAsync(machine);
    });

    [Theory, OverTheWire]
    public Task GetAsync_RequestGoesWrong_IsNeverAbsence(string? leftOut) => AtEachRequestAsync(leftOut, CreateFarApartAsync, async (machines, call) =>
    {
        var (isAnswered, shown) = await call.MakeAsync((provider, ct) => provider.GetAsync(machines[0].Id, ct));

        if (isAnswered)
            shown.Should().NotBeNull("it is there").And.Match<Machine>(machine => machine.Id == machines[0].Id && machine.Ownership == machines[0].Ownership);
    });

    [Theory, OverTheWire]
    public Task ListOwnedAsync_RequestGoesWrong_IsNeverAPartOfTheList(string? leftOut) => AtEachRequestAsync(leftOut, CreateFarApartAsync, async (machines, call) =>
    {
        var (isAnswered, listed) = await call.MakeAsync((provider, ct) => provider.ListOwnedAsync(Of(machines[0].Ownership), ct));

        if (isAnswered)
            Ids(listed!).Should().BeEquivalentTo(Ids(machines));
    });

    [Theory, OverTheWire]
    public Task ListEverywhereAsync_RequestGoesWrong_TellsWhatIsMissing(string? leftOut) => Provider is not IAccountSearch ? Task.CompletedTask : AtEachRequestAsync(leftOut, CreateFarApartAsync, async (machines, call) =>
    {
        var (isAnswered, listing) = await call.MakeAsync((provider, ct) => ((IAccountSearch)provider).ListEverywhereAsync(ct));

        if (!isAnswered)
            return;
        foreach (var problem in listing!.Problems)
            call.ShouldFit(problem);
        if (listing.Problems.Count == 0)
            Ids(listing.Machines).Should().Contain(Ids(machines), "no place is told to be missing");
        else if (machines[0].Candidate.Region != machines[1].Candidate.Region)
            Ids(listing.Machines).Should().IntersectWith(Ids(machines), "one place does not hide the other");
    });

    [Theory, OverTheWire]
    public Task ReadConsoleLogAsync_RequestGoesWrong_IsNeverSilence(string? leftOut) => Provider is not IConsoleLog log ? Task.CompletedTask : AtEachRequestAsync(leftOut, async () =>
    {
        var machine = await CreateAsync(HarmlessProgram.StaysAlive with { Prints = printed });
        await EventuallyAsync("all is printed", async () => await log.ReadConsoleLogAsync(machine.Id, 100, default) == string.Join('\n', printed));
        return machine;
    }, async (machine, call) =>
    {
        var (isAnswered, text) = await call.MakeAsync((provider, ct) => ((IConsoleLog)provider).ReadConsoleLogAsync(machine.Id, 100, ct));

        if (isAnswered)
            text.Should().Be(string.Join('\n', printed));
    });

    [Theory, OverTheWire]
    public Task ListCandidatesAsync_RequestGoesWrong_GivesThemAllOrNone(string? leftOut) => AtEachRequestAsync(leftOut, () => Provider.ListCandidatesAsync(default), async (candidates, call) =>
    {
        var (isAnswered, listed) = await call.MakeAsync((provider, ct) => provider.ListCandidatesAsync(ct));

        if (isAnswered)
            listed.Should().BeEquivalentTo(candidates, options => options.WithStrictOrdering());
    });

    /// <summary>Runs a case without a fault, which tells how many requests there are, and then with each fault at each of them.</summary>
    private async Task AtEachRequestAsync(string? leftOut, Func<FaultyCall, Task> run)
    {
        if (leftOut is not null)
            return;
        var (requests, atOnce) = await RunAsync(default, int.MaxValue);
        requests.Should().BePositive("a provider without requests says so with [NoWire(…)]");

        var failures = new ConcurrentBag<string>();
        var cases = Enum.GetValues<WireFault>().SelectMany(fault => Enumerable.Range(1, requests).Select(number => (Fault: fault, Number: number)));
        await Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (at, _) =>
        {
            if (await WhyNotAsync(() => RunAsync(at.Fault, at.Number)) is { } failure)
                failures.Add($"{at.Fault} at request {at.Number} of {requests}: {failure}");
        });
        if (!failures.IsEmpty)
            Assert.Fail(string.Join('\n', failures.Order(StringComparer.Ordinal)));

        async Task<(int Requests, int AtOnce)> RunAsync(WireFault fault, int number)
        {
            await using var wire = await Subject.OpenWireAsync() ?? throw new InvalidOperationException(
                $"Override {nameof(ProviderUnderTest.OpenWireAsync)} in {Subject.GetType().Name}, or say with [NoWire(\"…\")] on {GetType().Name} why it has none (docs/add-a-provider.md).");
            var call = new FaultyCall(wire, fault, number, Subject);
            await run(call);
            return (call.Requests, wire.MostAtOnce);
        }
    }

    /// <summary>The same, with something that all cases look at and none changes.</summary>
    private async Task AtEachRequestAsync<T>(string? leftOut, Func<Task<T>> arrange, Func<T, FaultyCall, Task> run)
    {
        var common = new Lazy<Task<T>>(arrange);
        await AtEachRequestAsync(leftOut, async call => await run(await common.Value, call));
    }

    [SuppressMessage("Design", "CA1031", Justification = "Told with the others.")]
    private static async Task<string?> WhyNotAsync(Func<Task> attempt)
    {
        try
        {
            await attempt();
            return null;
        }
        catch (Exception failure)
        {
            return failure.Message;
        }
    }

    /// <summary>Two machines of one start: of the user's first choice, and of the last, which may be in another place.</summary>
    private async Task<IReadOnlyList<Machine>> CreateFarApartAsync()
    {
        var first = await RequestAsync(NewOwnership(), HarmlessProgram.StaysAlive);
        var last = first with { Ownership = first.Ownership with { Index = 2 }, Candidate = (await Provider.ListCandidatesAsync(default))[^1] };
        return [await Provider.CreateAsync(first, default), await Provider.CreateAsync(last, default)];
    }

    /// <summary>Deletes a machine as the core does, until it is no longer shown: nothing is left of it then.</summary>
    private async Task ShouldGoAsync(Machine machine)
    {
        await EventuallyAsync($"{machine.Id} is gone", async () =>
        {
            if (await Provider.GetAsync(machine.Id, default) is null or { State: MachineState.Deleted })
                return true;
            await Provider.DeleteAsync(machine.Id, default);
            return false;
        });
        (await ListAsync(Of(machine.Ownership))).Should().BeEmpty();
        (await Subject.LookAsync(machine.Ownership)).Should().BeEmpty("all that was made with a machine goes with it");
    }

    private static OwnershipFilter Of(Ownership ownership) => new() { RunId = ownership.RunId, Start = ownership.Start };

    private static IEnumerable<string> Ids(IEnumerable<Machine> machines) => machines.Select(machine => machine.Id);
}
