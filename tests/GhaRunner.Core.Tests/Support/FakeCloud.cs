using GhaRunner.Abstractions;

namespace GhaRunner.Core.Tests.Support;

/// <summary>
/// A small cloud in memory: machines boot, die and go as the clock goes; capacity can run out, a new machine can be
/// hidden for a while, and every call can be made to fail before or after its effect.
/// </summary>
internal sealed class FakeCloud(TimeProvider clock) : IMachineProvider, IConsoleLog, IPriceSource
{
    private static readonly TimeSpan LossAfter = TimeSpan.FromSeconds(3);

    private readonly Lock gate = new();
    private readonly List<Birth> births = [];
    private int calls;

    public string Name => "fake";

    public BootstrapFormat BootstrapFormat => BootstrapFormat.CloudConfig;

    public int LongestUserData { get; set; } = int.MaxValue;

    public IReadOnlyList<Candidate> Candidates { get; set; } = [new Candidate { InstanceType = "small" }];

    /// <summary>How many more machines a candidate has room for; a candidate that is missing here has room for all.</summary>
    public Dictionary<Candidate, int> Room { get; } = [];

    /// <summary>From creation to running.</summary>
    public Func<string, TimeSpan> BootTime { get; set; } = _ => TimeSpan.FromSeconds(2);

    /// <summary>From creation to the end that nobody asked for; <see langword="null"/> for a machine that lives on.</summary>
    public Func<string, TimeSpan?> Life { get; set; } = _ => null;

    /// <summary>Why the provider takes machines of a candidate away after three seconds; <see langword="null"/> for those it leaves.</summary>
    public Func<Candidate, ActionableException?> Loses { get; set; } = _ => null;

    /// <summary>From creation until listings and look-ups show the machine; until then a deletion finds nothing to delete.</summary>
    public TimeSpan Invisible { get; set; }

    /// <summary>From the deletion to being gone.</summary>
    public TimeSpan DeletionTime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>From then until it is no longer told of: a cloud may show for a while what is deleted.</summary>
    public TimeSpan RemembersFor { get; set; }

    /// <summary>Whether a machine leaves a disk behind, which a second deletion takes away.</summary>
    public bool LeavesADisk { get; set; }

    /// <summary>Runs at the beginning of every call: may throw, or hold the call up.</summary>
    public Func<string, string, CancellationToken, Task> Before { get; set; } = (_, _, _) => Task.CompletedTask;

    /// <summary>Runs when the effect of a call has happened: what it throws is an answer that was lost.</summary>
    public Func<string, string, CancellationToken, Task> After { get; set; } = (_, _, _) => Task.CompletedTask;

    public string Console { get; set; } = "";

    public int Calls => Volatile.Read(ref calls);

    /// <summary>Every attempt to create, in order.</summary>
    public List<(string Name, Candidate Candidate)> Creations { get; } = [];

    /// <summary>The ids that somebody asked to delete.</summary>
    public List<string> Deletions { get; } = [];

    /// <summary>What costs money at the moment.</summary>
    public IReadOnlyList<string> Alive
    {
        get
        {
            lock (gate)
                return [.. births.Where(birth => birth.DeletedAt is null || birth.HasDisk).Select(birth => birth.Name)];
        }
    }

    public Task<IReadOnlyList<Candidate>> ListCandidatesAsync(CancellationToken cancellationToken) =>
        CallAsync("candidates", "", () => Candidates, cancellationToken);

    public Task<Machine> CreateAsync(MachineRequest request, CancellationToken cancellationToken)
    {
        lock (gate)
            Creations.Add((request.Name, request.Candidate));
        return CallAsync("create", request.Name, () => Create(request), cancellationToken);
    }

    public Task<Machine?> GetAsync(string id, CancellationToken cancellationToken) =>
        CallAsync("get", id, () => births.Find(birth => birth.Id == id) is { } birth && (IsShown(birth) || birth.HasDisk) ? Show(birth) : null, cancellationToken);

    public Task<IReadOnlyList<Machine>> ListOwnedAsync(OwnershipFilter filter, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<Machine>>(
            "list", "", () => [.. births.Where(birth => filter.Matches(birth.Ownership) && IsShown(birth)).Select(Show)], cancellationToken);

    public Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        lock (gate)
            Deletions.Add(id);
        return CallAsync("delete", id, () => Delete(births.Find(birth => birth.Id == id && (IsShown(birth) || birth.HasDisk))), cancellationToken);
    }

    public Task<string> ReadConsoleLogAsync(string id, int maxLines, CancellationToken cancellationToken) =>
        CallAsync("console", id, () => Console, cancellationToken);

    public Task<decimal?> GetHourlyPriceAsync(Candidate candidate, CancellationToken cancellationToken) =>
        CallAsync<decimal?>("price", candidate.ToString(), () => 0.5m, cancellationToken);

    /// <summary>Whether the machine of a runner is up.</summary>
    public bool IsRunning(string name)
    {
        lock (gate)
            return births.Exists(birth => birth.Name == name && Show(birth).State == MachineState.Running);
    }

    /// <summary>Puts a machine there that this start did not make.</summary>
    public string Add(Ownership ownership)
    {
        lock (gate)
            return Bear(ownership, new Candidate()).Id;
    }

    private async Task<T> CallAsync<T>(string call, string subject, Func<T> effect, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref calls);
        await Before(call, subject, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        T answer;
        lock (gate)
            answer = effect();
        await After(call, subject, cancellationToken);
        Interlocked.Increment(ref calls);
        return answer;
    }

    private Machine Create(MachineRequest request)
    {
        if (births.Find(birth => birth.Name == request.Name && birth.DeletedAt is null) is { } known)
            return Show(known);
        if (Room.TryGetValue(request.Candidate, out var room))
        {
            if (room == 0)
                throw Faults.NoRoom(BlockedScope.Candidate);
            Room[request.Candidate] = room - 1;
        }

        return Show(Bear(request.Ownership, request.Candidate));
    }

    private bool Delete(Birth? birth)
    {
        if (birth is null)
            return false;
        birth.HasDisk = birth.DeletedAt is null && LeavesADisk;
        birth.DeletedAt ??= clock.GetUtcNow();
        return true;
    }

    private Birth Bear(Ownership ownership, Candidate candidate)
    {
        var birth = new Birth($"m-{births.Count + 1}", ownership, candidate, clock.GetUtcNow());
        births.Add(birth);
        return birth;
    }

    private bool IsShown(Birth birth) =>
        clock.GetUtcNow() - birth.At >= Invisible && (birth.DeletedAt is not { } deleted || clock.GetUtcNow() - deleted < DeletionTime + RemembersFor);

    private Machine Show(Birth birth)
    {
        var age = clock.GetUtcNow() - birth.At;
        var lost = Loses(birth.Candidate);
        var state = birth.DeletedAt is { } deleted ? (clock.GetUtcNow() - deleted < DeletionTime || birth.HasDisk ? MachineState.Deleting : MachineState.Deleted)
            : age >= Life(birth.Name) || (lost is not null && age >= LossAfter) ? MachineState.Ended
            : age >= BootTime(birth.Name) ? MachineState.Running : MachineState.Pending;
        return new Machine(birth.Id, state, birth.Ownership)
        {
            CreatedAt = birth.At,
            Candidate = birth.Candidate,
            StateReason = state == MachineState.Ended ? "spot interruption" : "",
            Failure = state == MachineState.Ended ? lost : null,
            EndedAt = state == MachineState.Ended ? birth.At + Life(birth.Name) : null,
        };
    }

    private sealed record Birth(string Id, Ownership Ownership, Candidate Candidate, DateTimeOffset At)
    {
        public string Name => Ownership.MachineName;

        public DateTimeOffset? DeletedAt { get; set; }

        public bool HasDisk { get; set; }
    }
}
