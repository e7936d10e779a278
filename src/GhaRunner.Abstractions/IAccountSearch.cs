namespace GhaRunner.Abstractions;

/// <summary>
/// The capability to look for our machines in the whole account, whatever places the options name: for a provider whose
/// <see cref="IMachineProvider.ListOwnedAsync"/> looks in some of them alone, or whose machines may leave something behind.
/// </summary>
public interface IAccountSearch
{
    /// <summary>
    /// Lists everything of ours. What was made with a machine and is held by none any more (a disk, a network interface) is a
    /// machine of its own, <see cref="MachineState.Ended"/>, with the ownership that its tags tell and an id that
    /// <see cref="IMachineProvider.GetAsync"/> and <see cref="IMachineProvider.DeleteAsync"/> take.
    /// </summary>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>
    /// What the places that answered hold, in full, and a problem for each that did not: one place that is out of order does
    /// not keep alive what is in the others.
    /// </returns>
    /// <exception cref="ActionableException">No place could be asked.</exception>
    Task<AccountListing> ListEverywhereAsync(CancellationToken cancellationToken);
}
