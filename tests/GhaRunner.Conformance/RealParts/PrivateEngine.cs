using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using GhaRunner.Conformance.RealParts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GhaRunner.Actions.Tests.Support;

/// <summary>
/// This machine's Docker engine as if it were one test's alone: what is created through it gets a label, and it lists only what
/// has it. A reaper looks at every machine of ours on its engine; through this it meets neither the containers of other tests
/// nor somebody's real ones.
/// </summary>
internal sealed class PrivateEngine : IAsyncDisposable
{
    private static readonly HttpMessageInvoker engine = new(new SocketsHttpHandler { UseProxy = false, ConnectCallback = (_, cancellationToken) => ConnectAsync(cancellationToken) });

    private readonly WebApplication app;
    private readonly string mark = Guid.NewGuid().ToString("n");

    private PrivateEngine(WebApplication app) => this.app = app;

    /// <summary>For the input <c>host</c>.</summary>
    public string Host => "tcp://" + new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Authority;

    /// <summary>The label, for Docker's own client.</summary>
    public string Label => $"gha-runner-test={mark}";

    public static async Task<PrivateEngine> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var own = new PrivateEngine(builder.Build());
        own.app.Run(own.PassAsync);
        await own.app.StartAsync();
        return own;
    }

    /// <summary>Makes a container that never runs.</summary>
    /// <param name="tags">Its labels.</param>
    /// <param name="options">Other options of <c>docker create</c>.</param>
    /// <returns>Its id.</returns>
    public Task<string> AddAsync(IReadOnlyDictionary<string, string> tags, params string[] options) => Command.OutputAsync(
        "docker", ["create", .. tags.Select(tag => $"{tag.Key}={tag.Value}").Append(Label).SelectMany(label => new[] { "--label", label }), .. options, RealPart.BaseImage, "true"]);

    /// <summary>The containers, running or not, as Docker's own client shows them.</summary>
    public async Task<string[]> ContainersAsync() =>
        (await Command.OutputAsync("docker", "ps", "--all", "--quiet", "--no-trunc", "--filter", $"label={Label}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public async ValueTask DisposeAsync()
    {
        if (await ContainersAsync() is { Length: > 0 } left)
            await Command.OutputAsync("docker", ["rm", "--force", "--volumes", .. left]);
        await app.DisposeAsync();
    }

    private async Task PassAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), $"http://docker{context.Request.Path}{Query(context.Request)}")
        {
            Content = body.Length == 0 ? null : new StringContent(Body(context.Request, Encoding.UTF8.GetString(body.ToArray())), Encoding.UTF8, "application/json"),
        };
        using var answer = await engine.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        if (answer.Headers.TryGetValues("Api-Version", out var version))
            context.Response.Headers["Api-Version"] = version.Single();
        if (answer.StatusCode is not (HttpStatusCode.NoContent or HttpStatusCode.NotModified))
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private string Query(HttpRequest request)
    {
        if (!request.Path.Value!.EndsWith("/containers/json", StringComparison.Ordinal))
            return request.QueryString.Value!;
        var filters = JsonNode.Parse(request.Query["filters"].Single()!)!;
        filters["label"]!.AsArray().Add(Label);
        return $"?all=true&filters={Uri.EscapeDataString(filters.ToJsonString())}";
    }

    private string Body(HttpRequest request, string body)
    {
        if (!request.Path.Value!.EndsWith("/containers/create", StringComparison.Ordinal))
            return body;
        var container = JsonNode.Parse(body)!;
        container["Labels"]!["gha-runner-test"] = mark;
        return container.ToJsonString();
    }

    private static async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint("/var/run/docker.sock"), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
