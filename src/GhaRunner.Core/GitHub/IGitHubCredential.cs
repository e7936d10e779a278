namespace GhaRunner.Core.GitHub;

/// <summary>Gives the token that requests are made with.</summary>
internal interface IGitHubCredential : IAsyncDisposable
{
    /// <summary>The token; made on the first call where it must be made.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A token for the <c>Authorization: Bearer</c> header.</returns>
    ValueTask<string> GetTokenAsync(CancellationToken cancellationToken);
}
