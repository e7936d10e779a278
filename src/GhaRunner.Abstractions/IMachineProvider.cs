namespace GhaRunner.Abstractions;

/// <summary>
/// One place where machines come from: a cloud, a Docker engine, this computer. The whole contract of a provider: what
/// it can make, make one, look at one, list ours, take one away. Everything else a provider may be able to do is a
/// capability interface of its own (<see cref="IConsoleLog"/>, <see cref="IPriceSource"/>), which the core asks for.
/// </summary>
/// <remarks>
/// A provider is a leaf. It makes one attempt and tells what happened; it does not retry, wait, roll back or read the
/// environment: the core does. What it needs besides its options it asks for in its constructor: a <see cref="TimeProvider"/>,
/// an <see cref="IIdentityTokenSource"/>, an <see cref="ISecretMask"/>, an <c>ILogger</c> of itself for notes to the user. Every failure is an <see cref="ActionableException"/>, its category mapped from the
/// vendor's code in one file of the provider. All members may be called concurrently.
/// </remarks>
public interface IMachineProvider
{
    /// <summary>The provider's name as in <c>gha-runner start &lt;name&gt;</c>: lower case, one word.</summary>
    string Name { get; }

    /// <summary>What a machine of this provider runs as its first program.</summary>
    BootstrapFormat BootstrapFormat { get; }

    /// <summary>The longest <see cref="Bootstrap.UserData"/> that a machine takes, in bytes.</summary>
    /// <value>Default: no limit.</value>
    int LongestUserData => int.MaxValue;

    /// <summary>
    /// What the options allow, in the order in which the user prefers it. Reads only; creates nothing.
    /// </summary>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>At least one candidate.</returns>
    /// <exception cref="ActionableException">Nothing matches the options, or the provider cannot be asked.</exception>
    Task<IReadOnlyList<Candidate>> ListCandidatesAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Creates and starts one machine, carrying its ownership as tags from birth. Returns as soon as the provider has
    /// accepted it; the machine need not run yet.
    /// </summary>
    /// <remarks>
    /// Idempotent: a second call with the same <see cref="MachineRequest.Name"/> and <see cref="MachineRequest.Candidate"/>
    /// returns the first one's machine, also when that has ended since: its <see cref="Machine.Failure"/> then says why.
    /// </remarks>
    /// <param name="request">What to make.</param>
    /// <param name="cancellationToken">
    /// Gives up waiting for the answer. The machine may exist all the same: the caller looks for it by its tags.
    /// </param>
    /// <returns>The machine, with an id that <see cref="GetAsync"/> and <see cref="DeleteAsync"/> take.</returns>
    /// <exception cref="ActionableException">
    /// The machine was not made. <see cref="ErrorCategory.NoCapacity"/> and <see cref="ErrorCategory.Quota"/> name the
    /// <see cref="ActionableException.Scope"/> that is blocked.
    /// </exception>
    Task<Machine> CreateAsync(MachineRequest request, CancellationToken cancellationToken);

    /// <summary>Looks at one machine.</summary>
    /// <param name="id">The machine's id.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>
    /// The machine, or <see langword="null"/> when the provider does not show it (any more, or yet), or it is not ours.
    /// </returns>
    /// <exception cref="ActionableException">The provider could not be asked.</exception>
    Task<Machine?> GetAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Lists machines that carry our tags, whatever state they are in, in every place that the options name.
    /// </summary>
    /// <param name="filter">Which of ours.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>All of them, however many pages it takes; machines of others never.</returns>
    /// <exception cref="ActionableException">The provider could not be asked. A partial list is never returned.</exception>
    Task<IReadOnlyList<Machine>> ListOwnedAsync(OwnershipFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Asks for a machine, and all that was made with it, to be taken away. To delete what is absent or already going
    /// succeeds. Called only with ids of our machines. The machine is gone only when <see cref="GetAsync"/> no longer shows it, or
    /// shows it as <see cref="MachineState.Deleted"/>: the caller looks. What has outlived it (a disk) shows as
    /// <see cref="MachineState.Deleting"/>, and is taken away by another call.
    /// </summary>
    /// <param name="id">The machine's id.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer; the deletion may go on.</param>
    /// <returns>A task that ends when the provider has accepted the deletion.</returns>
    /// <exception cref="ActionableException">The provider refused, or could not be asked.</exception>
    Task DeleteAsync(string id, CancellationToken cancellationToken);
}
