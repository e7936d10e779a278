using GhaRunner.Simulator.Aws.Access;
using GhaRunner.Simulator.Aws.Capacity;
using GhaRunner.Simulator.Aws.Instances;
using GhaRunner.Simulator.Aws.Places;
using GhaRunner.Simulator.Aws.Types;
using GhaRunner.Simulator.Aws.Wire;

namespace GhaRunner.Simulator.Aws;

/// <summary>The whole account. The gate guards it; it is held for look-ups in memory alone, never over I/O.</summary>
internal sealed class Cloud : IAsyncDisposable
{
    private readonly Lock _gate = new();

    public Cloud(AwsOptions options, TimeProvider time)
    {
        Options = options;
        Clock = new Clockwork(time, () => Enter(() => 0));
        Types = new TypeCatalogue(options.InstanceTypes);
        Credentials = new CredentialStore(options, time);
        Permissions = new Permissions(options);
        Regions = options.Regions.ToDictionary(region => region.Name, region => new RegionState(region), StringComparer.Ordinal);
        Profiles = new HashSet<string>(options.InstanceProfiles, StringComparer.Ordinal);
        Machines = new Machines(options.InstanceHost, this);
        Life = new InstanceLife(this);
        LaunchBuckets = new LaunchBuckets(options.LaunchBurst, options.LaunchesPerSecond);
        foreach (var region in Regions.Values)
            region.KeyPairs.UnionWith(options.KeyPairs);
    }

    public AwsOptions Options { get; }

    public Clockwork Clock { get; }

    public TypeCatalogue Types { get; }

    public CredentialStore Credentials { get; }

    public Permissions Permissions { get; }

    public IReadOnlyDictionary<string, RegionState> Regions { get; }

    /// <summary>The names of the instance profiles.</summary>
    public HashSet<string> Profiles { get; }

    public CapacityBook Capacity { get; } = new();

    public LaunchBuckets LaunchBuckets { get; }

    public Machines Machines { get; }

    public InstanceLife Life { get; }

    public IEnumerable<Instance> Instances => Regions.Values.SelectMany(region => region.Instances);

    /// <summary>Does something with the account as it is now.</summary>
    public T Enter<T>(Func<T> action)
    {
        TimeSpan? untilNext;
        T result;
        lock (_gate)
        {
            Clock.RunDue();
            result = action();
            untilNext = Clock.UntilNext();
        }

        Clock.Wind(untilNext);
        return result;
    }

    /// <summary>A region.</summary>
    /// <exception cref="AwsError">It does not exist.</exception>
    public RegionState Region(string name) => Regions.TryGetValue(name, out var region)
        ? region
        : throw new AwsError("UnrecognizedClientException", $"There is no region {name}; the simulator has {string.Join(", ", Regions.Keys)}.");

    public async ValueTask DisposeAsync()
    {
        await Clock.DisposeAsync();
        await Machines.DisposeAsync();
    }
}
