using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace GhaRunner.Simulator.Hosting;

/// <summary>Records every request but those to the control paths.</summary>
internal sealed class RequestLogMiddleware(RequestLog api, RequestLog runner, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var kind = RequestKinds.Of(context.Request.Path);
        if (kind == RequestKind.Control)
        {
            await next(context);
            return;
        }

        var log = kind == RequestKind.Api ? api : runner;
        var record = new PendingRecord(context, log, time.GetUtcNow(), log.Begin())
        {
            AuthorizationHash = Hash(context.Request.Headers.Authorization.ToString()),
        };
        context.Features.Set(record);
        context.Response.OnStarting(() =>
        {
            record.Finish(context.Response.StatusCode);
            return Task.CompletedTask;
        });
        try
        {
            if (kind == RequestKind.Api)
                record.Body = await ReadBodyAsync(context.Request);
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has left; there is nobody to answer.
        }
        finally
        {
            record.Finish(context.RequestAborted.IsCancellationRequested ? 0 : context.Response.StatusCode);
        }
    }

    private static async Task<string> ReadBodyAsync(HttpRequest request)
    {
        var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        buffer.Position = 0;
        request.Body = buffer;
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static string? Hash(string header) =>
        header.Length == 0 ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(header)))[..12];
}
