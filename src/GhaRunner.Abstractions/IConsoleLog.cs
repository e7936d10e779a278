namespace GhaRunner.Abstractions;

/// <summary>The capability to read what a machine printed on its console, for as long as the machine is not deleted.</summary>
public interface IConsoleLog
{
    /// <summary>Reads the end of the console log.</summary>
    /// <param name="id">The machine's id.</param>
    /// <param name="maxLines">How many lines at the most, counted from the end; at least 1.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>Text with <c>\n</c> between lines; empty when the machine is absent or has printed nothing.</returns>
    /// <exception cref="ActionableException">The provider could not be asked.</exception>
    Task<string> ReadConsoleLogAsync(string id, int maxLines, CancellationToken cancellationToken);
}
