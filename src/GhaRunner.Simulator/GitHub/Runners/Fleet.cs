using System.Security.Cryptography;
using GhaRunner.Simulator.GitHub.Jobs;

namespace GhaRunner.Simulator.GitHub.Runners;

/// <summary>
/// All registrations of all scopes. The gate guards registrations and the assignment of jobs together; it is held for
/// look-ups in memory alone, never over I/O.
/// </summary>
internal sealed class Fleet(SimulatorOptions options, Pulse pulse)
{
    private static readonly TimeSpan s_neverConnectedEphemeral = TimeSpan.FromDays(1);
    private readonly Dictionary<long, Runner> _byId = [];
    private readonly Dictionary<string, Runner> _byClientId = new(StringComparer.Ordinal);
    private readonly Dictionary<(RunnerScope Scope, string Name), Runner> _byName = new(NameComparer.Instance);
    private long _lastId;

    public Lock Gate { get; } = new();

    private DateTimeOffset Now => options.TimeProvider.GetUtcNow();

    /// <summary>Registers a runner; the name is unique in its scope.</summary>
    /// <param name="specification">What to register.</param>
    /// <param name="replace">Whether an idle runner of the same name makes room.</param>
    /// <returns>The runner, or <see langword="null"/> when the name is taken.</returns>
    public Runner? Register(RunnerSpecification specification, bool replace = false)
    {
        lock (Gate)
        {
            if (_byName.TryGetValue((specification.Scope, specification.Name), out var existing))
            {
                if (!replace || existing.Job is not null)
                    return null;
                Forget(existing);
            }

            var runner = new Runner
            {
                Id = ++_lastId,
                Specification = specification,
                ClientId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                CreatedAt = Now,
            };
            _byId.Add(runner.Id, runner);
            _byClientId.Add(runner.ClientId, runner);
            _byName.Add((specification.Scope, specification.Name), runner);
            return runner;
        }
    }

    public Runner? Find(RunnerScope scope, long id)
    {
        lock (Gate)
            return _byId.TryGetValue(id, out var runner) && runner.Scope == scope ? runner : null;
    }

    public Runner? FindByClientId(string clientId)
    {
        lock (Gate)
            return _byClientId.GetValueOrDefault(clientId);
    }

    /// <summary>Lists what <paramref name="match"/> chooses, in the order of registration, as <paramref name="render"/> shows it.</summary>
    public List<T> List<T>(Func<Runner, bool> match, Func<Runner, bool, T> render)
    {
        lock (Gate)
        {
            var now = Now;
            return [.. _byId.Values.Where(match).OrderBy(runner => runner.Id)
                .Select(runner => render(runner, runner.IsOnline(options.OfflineAfter, now)))];
        }
    }

    public bool IsOnline(Runner runner)
    {
        lock (Gate)
            return runner.IsOnline(options.OfflineAfter, Now);
    }

    public RemovalResult Remove(RunnerScope scope, long id)
    {
        lock (Gate)
        {
            if (!_byId.TryGetValue(id, out var runner) || runner.Scope != scope)
                return RemovalResult.NotFound;
            if (runner.Job is not null)
                return RemovalResult.Busy;
            Forget(runner);
            return RemovalResult.Removed;
        }
    }

    /// <summary>Whether the registration still exists; the caller holds the gate.</summary>
    public bool Knows(Runner runner) => _byId.ContainsKey(runner.Id);

    /// <summary>Removes a registration whatever it does; the caller holds the gate.</summary>
    public void Forget(Runner runner)
    {
        _byId.Remove(runner.Id);
        _byClientId.Remove(runner.ClientId);
        _byName.Remove((runner.Scope, runner.Specification.Name));
        pulse.Beat();
    }

    /// <summary>Removes ephemeral runners that never connected within a day, and returns the jobs whose runner is lost.</summary>
    public List<SimulatedJob> Sweep()
    {
        lock (Gate)
        {
            var now = Now;
            foreach (var stale in _byId.Values.Where(runner => runner.Specification.Ephemeral && !runner.EverConnected
                && now - runner.CreatedAt >= s_neverConnectedEphemeral).ToList())
            {
                Forget(stale);
            }

            return [.. _byId.Values.Where(runner => runner.Job is not null && !runner.HeardOfWithin(options.LostCommunicationAfter, now))
                .Select(runner => runner.Job!)];
        }
    }

    private sealed class NameComparer : IEqualityComparer<(RunnerScope Scope, string Name)>
    {
        public static readonly NameComparer Instance = new();

        public bool Equals((RunnerScope Scope, string Name) x, (RunnerScope Scope, string Name) y) =>
            x.Scope == y.Scope && string.Equals(x.Name, y.Name, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((RunnerScope Scope, string Name) key) =>
            HashCode.Combine(key.Scope, StringComparer.OrdinalIgnoreCase.GetHashCode(key.Name));
    }
}
