using Microsoft.AspNetCore.Http;

namespace GhaRunner.Simulator.Hosting;

/// <summary>
/// A request in progress. It is recorded before its answer leaves, so that whoever has an answer finds it recorded.
/// </summary>
internal sealed class PendingRecord(HttpContext context, RequestLog log, DateTimeOffset arrived, int concurrency)
{
    private int _finished;

    public string Body { get; set; } = "";

    public string? AuthorizationHash { get; init; }

    /// <summary>Records the request; the first call counts.</summary>
    /// <param name="status">The status that is sent, 0 when none is.</param>
    public void Finish(int status)
    {
        if (Interlocked.Exchange(ref _finished, 1) == 1)
            return;
        log.End(new RecordedRequest
        {
            Timestamp = arrived,
            Method = context.Request.Method,
            PathAndQuery = context.Request.Path + context.Request.QueryString.Value,
            Body = Body,
            Status = status,
            UserAgent = context.Request.Headers.UserAgent.ToString(),
            AuthorizationHash = AuthorizationHash,
            Concurrency = concurrency,
        });
    }
}
