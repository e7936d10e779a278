namespace GhaRunner.Abstractions;

/// <summary>The capability to tell what a candidate costs.</summary>
public interface IPriceSource
{
    /// <summary>Looks up the current price of a candidate.</summary>
    /// <param name="candidate">One of the provider's candidates.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>US dollars an hour, or <see langword="null"/> when it is not known: a price is never guessed.</returns>
    Task<decimal?> GetHourlyPriceAsync(Candidate candidate, CancellationToken cancellationToken);
}
