using System.Net;
using System.Text;

namespace GhaRunner.Providers.Docker.Tests.Fixtures;

/// <summary>An engine that answers as told, and keeps what it was asked.</summary>
internal sealed class ScriptedEngine(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    public ScriptedEngine(Func<HttpRequestMessage, HttpResponseMessage> answer)
        : this((request, _) => Task.FromResult(answer(request)))
    {
    }

    public List<string> Requests { get; } = [];

    public static HttpResponseMessage Json(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Pong(string version)
    {
        var response = Json(HttpStatusCode.OK, "OK");
        response.Headers.Add("Api-Version", version);
        return response;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add($"{request.Method} {request.RequestUri!.PathAndQuery}");
        return answer(request, cancellationToken);
    }
}
