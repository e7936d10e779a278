namespace GhaRunner.Core.GitHub;

/// <summary>
/// Gives up a request that is not answered within 30 seconds, its whole body included. It sits below the
/// <see cref="RequestBudget"/>, so that waiting for one's turn does not count, which <see cref="HttpClient.Timeout"/> would.
/// </summary>
/// <param name="timeProvider">The clock.</param>
internal sealed class AnswerDeadline(TimeProvider timeProvider) : DelegatingHandler
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Limit, timeProvider);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var response = await base.SendAsync(request, end.Token);
            await response.Content.LoadIntoBufferAsync(end.Token);
            return response;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("no answer in time");
        }
    }
}
