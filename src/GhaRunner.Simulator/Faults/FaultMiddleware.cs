using System.Text;
using GhaRunner.Simulator.Hosting;
using Microsoft.AspNetCore.Http;

namespace GhaRunner.Simulator.Faults;

/// <summary>Makes requests go wrong as scripted.</summary>
internal sealed class FaultMiddleware(FaultScript script, SimulatorOptions options)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var kind = RequestKinds.Of(context.Request.Path);
        if (kind == RequestKind.Control)
        {
            await next(context);
            return;
        }

        if (kind == RequestKind.Api && options.Latency > TimeSpan.Zero)
            await WaitAsync(options.Latency, context.RequestAborted);

        var effect = script.Strike(context.Request.Method, context.Request.Path.Value ?? "", kind == RequestKind.Api);
        if (effect is null)
        {
            await next(context);
            return;
        }

        // The effect of a request that the caller has given up on happens all the same.
        var answer = effect.Timing == FaultTiming.AfterEffect ? await HoldAnswerAsync(context, next) : null;
        if (effect.Timing == FaultTiming.LateEffect)
            context.RequestAborted = CancellationToken.None; // The service does not notice that the caller leaves.
        if (effect.Meanwhile is not null)
            await effect.Meanwhile();
        await WaitAsync(effect.Delay, context.RequestAborted);
        if (effect.Drop)
            Drop(context);
        else if (effect.StatusCode is not null)
            await AnswerAsync(context, effect);
        else if (answer is not null)
            await context.Response.Body.WriteAsync(answer, context.RequestAborted);
        else
            await next(context);
    }

    /// <summary>Lets the request have its effect and keeps its answer back.</summary>
    private static async Task<byte[]> HoldAnswerAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Response.Body;
        using var held = new MemoryStream();
        context.Response.Body = held;
        await next(context);
        context.Response.Body = body;
        return held.ToArray();
    }

    private static void Drop(HttpContext context)
    {
        context.Features.Get<PendingRecord>()?.Finish(0);
        context.Abort();
    }

    private static async Task AnswerAsync(HttpContext context, FaultEffect effect)
    {
        context.Response.Clear();
        context.Response.StatusCode = effect.StatusCode ?? StatusCodes.Status200OK;
        context.Response.ContentType = effect.ContentType;
        foreach (var (name, value) in effect.Headers)
            context.Response.Headers[name] = value;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(effect.Body), context.RequestAborted);
    }

    private Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        delay <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(delay, options.TimeProvider, cancellationToken);
}
