namespace GhaRunner.Core.GitHub;

/// <summary>A token that the user gave.</summary>
/// <param name="token">The token.</param>
internal sealed class TokenCredential(string token) : IGitHubCredential
{
    /// <inheritdoc/>
    public ValueTask<string> GetTokenAsync(CancellationToken cancellationToken) => ValueTask.FromResult(token);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
