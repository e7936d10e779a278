using System.Diagnostics;
using GhaRunner.Abstractions;

namespace GhaRunner.Conformance;

/// <summary>
/// The terms of <see cref="IMachineProvider"/> as tests. A provider's test project inherits this class once, and gets
/// them all; a term of a capability is checked where the provider has the capability.
/// </summary>
public abstract partial class ProviderConformance : IAsyncLifetime
{
    private readonly long runId = Random.Shared.NextInt64(1L << 53, long.MaxValue / 10);
    private int starts;

    /// <summary>The place of this test.</summary>
    protected ProviderUnderTest Subject { get; private set; } = null!;

    /// <summary>The provider of this test.</summary>
    protected IMachineProvider Provider { get; private set; } = null!;

    /// <summary>Makes a clean place.</summary>
    protected abstract Task<ProviderUnderTest> CreateSubjectAsync();

    async Task IAsyncLifetime.InitializeAsync()
    {
        Subject = await CreateSubjectAsync();
        Provider = Subject.Connect();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DeleteOursAsync();
        await Subject.DisposeAsync();
    }

    /// <summary>An ownership that no other machine has; every test has a run id of its own, above 2^53.</summary>
    protected Ownership NewOwnership() => new()
    {
        Repository = "Octo-Org/hello.World_1",
        RunId = runId,
        RunAttempt = 1,
        Job = "start",
        Start = $"{(uint)Random.Shared.Next():x8}"[..6] + $"{Interlocked.Increment(ref starts):x2}",
        Index = 1,
        Scope = "Octo-Org/hello.World_1",
        ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds()),
    };

    /// <summary>The machines of this test.</summary>
    protected OwnershipFilter Ours => new() { RunId = runId };

    /// <summary>A request with the user's first choice of candidates.</summary>
    protected async Task<MachineRequest> RequestAsync(Ownership ownership, HarmlessProgram program) =>
        new(ownership, (await Provider.ListCandidatesAsync(default))[0], Subject.Render(program));

    /// <summary>Creates a machine.</summary>
    protected Task<Machine> CreateAsync(HarmlessProgram? program = null) => CreateAsync(NewOwnership(), program);

    /// <summary>Creates a machine of that ownership.</summary>
    protected async Task<Machine> CreateAsync(Ownership ownership, HarmlessProgram? program = null)
    {
        program ??= HarmlessProgram.StaysAlive;
        var machine = await Provider.CreateAsync(await RequestAsync(ownership, program), default);
        await Subject.PlayAsync(machine, program);
        return machine;
    }

    /// <summary>Waits until a condition holds, and fails when the deadline passes before.</summary>
    protected async Task EventuallyAsync(string what, Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            clock.Elapsed.Should().BeLessThan(Subject.Deadline, "by then {0}", what);
            await Task.Delay(Subject.PollInterval);
        }
    }

    /// <summary>Waits until the provider no longer shows a machine.</summary>
    protected Task EventuallyGoneAsync(string id) =>
        EventuallyAsync($"{id} is gone", async () => await Provider.GetAsync(id, default) is null or { State: MachineState.Deleted });

    /// <summary>Lists what is there, without what the provider only remembers.</summary>
    protected async Task<IReadOnlyList<Machine>> ListAsync(OwnershipFilter filter) =>
        [.. (await Provider.ListOwnedAsync(filter, default)).Where(machine => machine.State != MachineState.Deleted)];

    /// <summary>Deletes what carries the tags of this test until nothing does, as a stop job would.</summary>
    protected Task DeleteOursAsync() => EventuallyAsync("no machine of this run is left", async () =>
    {
        var left = await ListAsync(Ours);
        await Task.WhenAll(left.Where(machine => machine.State != MachineState.Deleting)
            .Select(machine => Provider.DeleteAsync(machine.Id, default)));
        return left.Count == 0;
    });
}
