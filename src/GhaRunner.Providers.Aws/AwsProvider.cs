using System.Diagnostics.CodeAnalysis;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Api;
using GhaRunner.Providers.Aws.Candidates;
using GhaRunner.Providers.Aws.Machines;
using GhaRunner.Providers.Aws.Prices;
using Microsoft.Extensions.Logging;

namespace GhaRunner.Providers.Aws;

/// <summary>Machines are EC2 instances. A machine's id is its region and its instance's id; what has outlived its instance is one too, by its own id.</summary>
internal sealed class AwsProvider : IMachineProvider, IAccountSearch, IConsoleLog, IPriceSource, IDisposable
{
    private readonly AwsConnectionOptions connection;
    private readonly AwsMachineOptions options;
    private readonly ICredentialSource credentials;
    private readonly AwsClients clients;
    private readonly AwsCalls calls;
    private readonly InstanceSearch instances;
    private readonly Termination termination;
    private readonly SideResources sideResources;
    private readonly Leftovers leftovers;
    private readonly AccountSearch account;
    private readonly SpotPrices spotPrices;
    private readonly PriceList priceList;
    private readonly CandidateSearch candidates;

    /// <summary>Makes the provider. Nothing is asked before the first call.</summary>
    /// <param name="connection">Valid options.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="identity">The job's own identity, for a role to take.</param>
    /// <param name="mask">Takes the credentials of that role.</param>
    /// <param name="time">For the end of credentials, and current prices.</param>
    /// <param name="logger">For notes to the user.</param>
    public AwsProvider(
        AwsConnectionOptions connection, AwsMachineOptions options, IIdentityTokenSource identity, ISecretMask mask, TimeProvider time, ILogger<AwsProvider> logger)
        : this(connection, options, identity, mask, time, logger, new AwsEndpoint())
    {
    }

    internal AwsProvider(
        AwsConnectionOptions connection, AwsMachineOptions options, IIdentityTokenSource identity, ISecretMask mask, TimeProvider time, ILogger logger,
        AwsEndpoint endpoint, ICredentialSource? credentials = null)
    {
        this.connection = connection;
        this.options = options;
        this.credentials = credentials ?? (connection.RoleToAssume.Length > 0
            ? new RoleCredentials(connection.RoleToAssume, connection.Region, endpoint, identity, mask, time)
            : new ChainCredentials());
        clients = new AwsClients(this.credentials, endpoint);
        calls = new AwsCalls(clients);
        instances = new InstanceSearch(calls, connection.Region);
        termination = new Termination(calls, logger);
        sideResources = new SideResources(calls, logger);
        leftovers = new Leftovers(sideResources);
        account = new AccountSearch(calls, instances, leftovers, connection.Region);
        spotPrices = new SpotPrices(calls, options.InstanceType, time);
        priceList = new PriceList(this.credentials, endpoint);
        candidates = new CandidateSearch(connection, options, calls, spotPrices, logger);
    }

    /// <inheritdoc/>
    public string Name => AwsRegistration.ProviderName;

    /// <inheritdoc/>
    public BootstrapFormat BootstrapFormat => BootstrapFormat.CloudConfig;

    /// <inheritdoc/>
    /// <value>EC2's limit, before the encoding: 16 KiB.</value>
    public int LongestUserData => LaunchRequest.MostUserData;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Candidate>> ListCandidatesAsync(CancellationToken cancellationToken) => candidates.ListAsync(cancellationToken);

    /// <inheritdoc/>
    /// <remarks>
    /// One request. When an earlier attempt at the same machine in the same place has been answered by EC2, this is its
    /// instance, in whatever state it is by then: one that was taken away already says so in <see cref="Machine.Failure"/>,
    /// and the caller goes on as if it had seen that happen.
    /// </remarks>
    public async Task<Machine> CreateAsync(MachineRequest request, CancellationToken cancellationToken)
    {
        var region = request.Candidate.Region;
        var launch = LaunchRequest.Of(request, options);
        var answer = await calls.Ec2Async(region, "did not create the machine", "RunInstances",
            ec2 => ec2.RunInstancesAsync(launch, cancellationToken), cancellationToken);
        var instance = answer.Reservation?.Instances?.FirstOrDefault() ?? throw AwsErrors.NoInstance(request.Name);
        var machine = InstanceMapping.ToMachine(instance, region);
        return machine is not null
            ? machine with { Ownership = request.Ownership, Candidate = request.Candidate }
            : new Machine(new MachineId(region, instance.InstanceId).ToString(), MachineState.Pending, request.Ownership) { Candidate = request.Candidate };
    }

    /// <inheritdoc/>
    public async Task<Machine?> GetAsync(string id, CancellationToken cancellationToken)
    {
        if (LeftoverId.Parse(id) is { } leftover)
            return await leftovers.FindAsync(leftover, cancellationToken);
        if (await instances.FindAsync(id, cancellationToken) is not var (place, instance) || InstanceMapping.ToMachine(instance, place.Region) is not { } machine)
            return null;
        var left = machine.State == MachineState.Deleted ? await sideResources.FindAsync(place, machine.Ownership, cancellationToken) : [];
        return left.Count == 0 ? machine : machine with
        {
            State = MachineState.Deleting,
            StateReason = $"the instance is gone; still there: {string.Join(", ", left.Select(resource => resource.Id))}",
        };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Machine>> ListOwnedAsync(OwnershipFilter filter, CancellationToken cancellationToken)
    {
        var lists = await Task.WhenAll(connection.Region.Distinct().Select(region => instances.ListAsync(region, filter, cancellationToken)));
        return [.. lists.SelectMany(machines => machines)];
    }

    /// <inheritdoc/>
    public Task<AccountListing> ListEverywhereAsync(CancellationToken cancellationToken) => account.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        if (LeftoverId.Parse(id) is { } leftover)
            await leftovers.DeleteAsync(leftover, cancellationToken);
        else if (await instances.FindAsync(id, cancellationToken) is not var (place, instance))
            await termination.UnseenAsync(instances.PlacesOf(id), cancellationToken);
        else if (InstanceMapping.ToMachine(instance, place.Region) is not { } machine)
            return; // What is not ours counts as absent here too: an id in a mapping may be anything.
        else if (machine.State == MachineState.Deleted)
            await sideResources.DeleteAsync(place.Region, await sideResources.FindAsync(place, machine.Ownership, cancellationToken), cancellationToken);
        else if (machine.State != MachineState.Deleting)
            await termination.SeenAsync(place, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<string> ReadConsoleLogAsync(string id, int maxLines, CancellationToken cancellationToken)
    {
        if (await instances.FindAsync(id, cancellationToken) is not var (place, instance) || InstanceMapping.ToMachine(instance, place.Region) is not { } machine)
            return "";
        var wasTakenAway = machine.State is MachineState.Deleting or MachineState.Deleted && instance.StateReason?.Code == InstanceMapping.EndedByUser;
        return wasTakenAway ? "" : await new ConsoleOutput(calls).ReadAsync(place, maxLines, cancellationToken);
    }

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031", Justification = "A price is never a reason to fail.")]
    public async Task<decimal?> GetHourlyPriceAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        try
        {
            return candidate.InstanceType.Length == 0 ? null : candidate.Market == Market.Spot
                ? await spotPrices.GetAsync(candidate.Region, candidate.Zone, candidate.InstanceType, cancellationToken)
                : await priceList.GetAsync(candidate.Region, candidate.InstanceType, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        clients.Dispose();
        priceList.Dispose();
        (credentials as IDisposable)?.Dispose();
    }
}
