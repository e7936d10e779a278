using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GhaRunner.Conformance.RealParts;

/// <summary>A request on its way through a <see cref="HttpProxy"/>.</summary>
public sealed class ProxiedRequest
{
    // RFC 9110, section 7.6.1: they belong to one connection. Bodies are passed on whole, so their framing is ours too.
    private static readonly HashSet<string> ofOneConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    private readonly HttpContext context;
    private readonly HttpMessageInvoker service;
    private readonly Uri address;
    private HttpResponseMessage? answer;
    private byte[] answerBody = [];

    private ProxiedRequest(HttpContext context, HttpMessageInvoker service, Uri address, byte[] body, int number) =>
        (this.context, this.service, this.address, Body, Number, PathAndQuery) =
        (context, service, address, body, number, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);

    /// <summary>Which request it is, counted from 1 since the proxy started.</summary>
    public int Number { get; }

    /// <summary>The method, such as <c>POST</c>.</summary>
    public string Method => context.Request.Method;

    /// <summary>Path and query, such as <c>/v1.41/containers/json?all=true</c>: exactly as sent, unless the hook changes them.</summary>
    public string PathAndQuery { get; set; }

    /// <summary>The body, unless the hook changes it.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>The status of the service's answer; <see langword="null"/> before the request has been forwarded.</summary>
    public int? StatusCode => (int?)answer?.StatusCode;

    /// <summary>Is cancelled when the caller has closed the connection. A request that has been forwarded has its effect all the same.</summary>
    public CancellationToken CallerGone => context.RequestAborted;

    /// <summary>Whether the hook has decided what the caller gets.</summary>
    internal bool IsDecided { get; private set; }

    /// <summary>Resets the connection: the caller gets no answer.</summary>
    public void Drop()
    {
        IsDecided = true;
        context.Abort();
    }

    /// <summary>Answers in the service's place.</summary>
    /// <param name="statusCode">The status.</param>
    /// <param name="contentType">What the body is.</param>
    /// <param name="text">The body.</param>
    /// <returns>A task that ends when the answer is written.</returns>
    public Task AnswerAsync(int statusCode, string contentType, string text)
    {
        IsDecided = true;
        context.Response.StatusCode = statusCode;
        context.Response.ContentType = contentType;
        return WriteAsync(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Reads a request to its end.</summary>
    internal static async Task<ProxiedRequest> ReadAsync(HttpContext context, HttpMessageInvoker service, Uri address, int number)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return new ProxiedRequest(context, service, address, body.ToArray(), number);
    }

    /// <summary>Has the service carry it out, whether or not the caller still waits; what is asked a second time is not repeated.</summary>
    internal async Task ForwardAsync()
    {
        if (answer is not null)
            return;
        using var request = new HttpRequestMessage(new HttpMethod(Method), new Uri(address.GetLeftPart(UriPartial.Authority) + PathAndQuery, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (Body.Length > 0 || context.Request.ContentLength is not null)
            request.Content = new ReadOnlyMemoryContent(Body);
        foreach (var (name, values) in context.Request.Headers.Where(header => !ofOneConnection.Contains(header.Key) && !header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)))
            (IsOfContent(name) ? (HttpHeaders?)request.Content?.Headers : request.Headers)?.TryAddWithoutValidation(name, values.AsEnumerable());
        answer = await service.SendAsync(request, CancellationToken.None);
        context.Response.RegisterForDispose(answer);
        answerBody = await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
    }

    /// <summary>Gives the caller the service's answer.</summary>
    internal Task PassBackAsync()
    {
        context.Response.StatusCode = (int)answer!.StatusCode;
        foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated).Where(header => !ofOneConnection.Contains(header.Key)))
            context.Response.Headers[name] = values.ToArray();
        return WriteAsync(answerBody);
    }

    private static bool IsOfContent(string name) => name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase);

    // An answer without a body (204, 304) must not be written to, not even nothing.
    private Task WriteAsync(byte[] bytes) => bytes.Length > 0 ? context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask() : Task.CompletedTask;
}
