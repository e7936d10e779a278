using System.Runtime.InteropServices;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Local;

/// <summary>
/// Machines that are processes on this Linux machine, each in a directory of its own; free of charge and of isolation.
/// The model for other providers: what it knows, it reads from the place, so that any process of ours can go on where
/// another one died.
/// </summary>
internal sealed class LocalProvider : IMachineProvider, IConsoleLog, IPriceSource
{
    private static readonly TimeSpan startAllowance = TimeSpan.FromSeconds(10);

    // Longer than the bootstrap waits for its runner to leave politely.
    private static readonly TimeSpan termGrace = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan killGrace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan look = TimeSpan.FromMilliseconds(50);

    private readonly string root;
    private readonly LocalPlace place;
    private readonly TimeProvider timeProvider;
    private readonly Func<ILookup<string, int>> scan;
    private readonly SharedScan sharedScan;

    public LocalProvider(LocalConnectionOptions options, TimeProvider timeProvider)
        : this(options, timeProvider, LocalProcesses.Scan)
    {
    }

    internal LocalProvider(LocalConnectionOptions options, TimeProvider timeProvider, Func<ILookup<string, int>> scan)
    {
        root = options.Directory;
        place = new LocalPlace(root);
        this.timeProvider = timeProvider;
        this.scan = scan;
        sharedScan = new SharedScan(scan, timeProvider, look);
    }

    /// <inheritdoc/>
    public string Name => "local";

    /// <inheritdoc/>
    public BootstrapFormat BootstrapFormat => BootstrapFormat.Process;

    private static Candidate ThisMachine { get; } = new()
    {
        Architecture = RuntimeInformation.OSArchitecture switch
        {
            Architecture.X64 => MachineArchitecture.X64,
            Architecture.Arm64 => MachineArchitecture.Arm64,
            _ => null,
        },
    };

    /// <inheritdoc/>
    public Task<IReadOnlyList<Candidate>> ListCandidatesAsync(CancellationToken cancellationToken) => LocalErrors.GuardAsync(root, () =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        place.Check();
        return Task.FromResult<IReadOnlyList<Candidate>>([ThisMachine]);
    });

    /// <inheritdoc/>
    public Task<decimal?> GetHourlyPriceAsync(Candidate candidate, CancellationToken cancellationToken) => Task.FromResult<decimal?>(0);

    /// <inheritdoc/>
    public Task<Machine> CreateAsync(MachineRequest request, CancellationToken cancellationToken) => LocalErrors.GuardAsync(root, async () =>
    {
        var (name, path) = (request.Name, place.PathOf(request.Name));
        var record = new LocalRecord(path, timeProvider.GetUtcNow(), request.Ownership.ToTags());
        if (!await place.TryAddAsync(name, record, cancellationToken))
            return await GetAsync(name, cancellationToken) ?? throw LocalErrors.DeletedMeanwhile(name);
        try
        {
            LocalProcesses.Start(path, record.Marker, request.Bootstrap);
        }
        catch (Exception) when (!Directory.Exists(path))
        {
            throw LocalErrors.DeletedMeanwhile(name);
        }
        catch
        {
            place.Remove(name);
            throw;
        }

        return new Machine(name, MachineState.Running, request.Ownership) { CreatedAt = record.CreatedAt, Candidate = ThisMachine };
    });

    /// <inheritdoc/>
    public Task<Machine?> GetAsync(string id, CancellationToken cancellationToken) => LocalErrors.GuardAsync(root, async () =>
        (await ShowAsync([id], OwnershipFilter.All, cancellationToken)).SingleOrDefault());

    /// <inheritdoc/>
    public Task<IReadOnlyList<Machine>> ListOwnedAsync(OwnershipFilter filter, CancellationToken cancellationToken) =>
        LocalErrors.GuardAsync(root, () =>
        {
            place.RemoveCrumbs();
            return ShowAsync(place.Names(), filter, cancellationToken);
        });

    /// <inheritdoc/>
    public Task<string> ReadConsoleLogAsync(string id, int maxLines, CancellationToken cancellationToken) => LocalErrors.GuardAsync(root, async () =>
        await place.ReadAsync(id, cancellationToken) is null ? "" : place.ReadConsole(id, maxLines));

    /// <inheritdoc/>
    /// <remarks>
    /// There is nobody else to do it, so this waits: for up to 15 seconds after SIGTERM, or until it is cancelled; then
    /// comes SIGKILL. Until the directory goes, last of all, the machine is listed and its deletion can be repeated.
    /// </remarks>
    public Task DeleteAsync(string id, CancellationToken cancellationToken) => LocalErrors.GuardAsync(root, async () =>
    {
        if (await place.ReadAsync(id, cancellationToken) is not { } record)
            return false;
        await EndAsync(id, record.Marker, termGrace, cancellationToken);
        try
        {
            place.Remove(id);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw LocalErrors.NotRemoved(place.PathOf(id), exception);
        }

        // A creation may have started the program after we looked; from now on it cannot.
        await EndAsync(id, record.Marker, TimeSpan.Zero, cancellationToken);
        return true;
    });

    private async Task EndAsync(string name, string marker, TimeSpan grace, CancellationToken cancellationToken)
    {
        var begun = timeProvider.GetTimestamp();
        var asked = -1;
        // Not an old look: it would miss a program that has begun since, which would then not be asked, or live on.
        for (var processes = await sharedScan.TakeFreshAsync(); processes[marker].ToList() is { Count: > 0 } alive; processes = await sharedScan.TakeAsync())
        {
            var elapsed = timeProvider.GetElapsedTime(begun);
            if (elapsed > grace + killGrace)
                throw LocalErrors.DoesNotEnd(name, alive);
            if (elapsed >= grace || cancellationToken.IsCancellationRequested)
            {
                LocalProcesses.Signal(alive, LocalProcesses.Kill);
            }
            else if (asked < (int)elapsed.TotalSeconds)
            {
                // Each second anew: what has been forked since has not been asked, and a shell loses a TERM that meets
                // it between its fork and its exec.
                asked = (int)elapsed.TotalSeconds;
                LocalProcesses.Signal(alive, LocalProcesses.Terminate);
            }

            await Task.Delay(look, timeProvider, CancellationToken.None);
        }
    }

    private async Task<IReadOnlyList<Machine>> ShowAsync(IEnumerable<string> names, OwnershipFilter filter, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = new List<(string Name, LocalRecord Record, Ownership Ownership)>();
        foreach (var name in names)
        {
            if (await place.ReadAsync(name, cancellationToken) is { } record
                && Ownership.TryFromTags(record.Tags, out var ownership) && filter.Matches(ownership))
            {
                found.Add((name, record, ownership));
            }
        }

        // One scan for all, and the exit codes after it: a program that ends in between has written its own.
        var alive = found.Count > 0 ? scan() : null;
        return [.. found.Select(machine => Show(machine.Name, machine.Record, machine.Ownership, alive!.Contains(machine.Record.Marker)))];
    }

    private Machine Show(string name, LocalRecord record, Ownership ownership, bool alive)
    {
        var exitCode = alive ? "" : place.ReadExitCode(name);
        var starting = exitCode.Length == 0 && timeProvider.GetUtcNow() - record.CreatedAt < startAllowance;
        var (state, reason) = alive ? (MachineState.Running, "")
            : exitCode.Length > 0 ? (MachineState.Ended, $"exit code {exitCode}")
            : starting ? (MachineState.Pending, "")
            : (MachineState.Ended, "ended without an exit code: killed, or never started");
        return new Machine(name, state, ownership) { CreatedAt = record.CreatedAt, StateReason = reason, Candidate = ThisMachine };
    }
}
