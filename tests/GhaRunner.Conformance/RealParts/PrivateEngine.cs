using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace GhaRunner.Conformance.RealParts;

/// <summary>
/// This machine's Docker engine as if it were one test's alone: what is created through it gets a label, and it lists only what
/// has it. A reaper looks at every machine of ours on its engine; through this it meets neither the containers of other tests
/// nor somebody's real ones.
/// </summary>
public sealed class PrivateEngine : IAsyncDisposable
{
    private const string LabelName = "gha-runner-test";
    private static readonly Uri socket = new("unix:///var/run/docker.sock");

    private readonly HttpProxy proxy;
    private readonly string mark = Guid.NewGuid().ToString("n");

    private PrivateEngine(HttpProxy proxy) => this.proxy = proxy;

    /// <summary>For the input <c>host</c>.</summary>
    public string Host => "tcp://" + proxy.Url.Authority;

    /// <summary>The label, for Docker's own client.</summary>
    public string Label => $"{LabelName}={mark}";

    /// <summary>Puts it in front of the engine.</summary>
    /// <param name="hook">What else happens to requests; <see langword="null"/> for nothing.</param>
    /// <returns>The engine, which answers.</returns>
    public static async Task<PrivateEngine> StartAsync(ProxyHook? hook = null)
    {
        var own = new PrivateEngine(await HttpProxy.StartAsync(socket));
        own.proxy.Hook = (request, forward) =>
        {
            own.Confine(request);
            return hook is null ? Task.CompletedTask : hook(request, forward);
        };
        return own;
    }

    /// <summary>Makes a container that never runs.</summary>
    /// <param name="tags">Its labels.</param>
    /// <param name="options">Other options of <c>docker create</c>.</param>
    /// <returns>Its id.</returns>
    public Task<string> AddAsync(IReadOnlyDictionary<string, string> tags, params string[] options) => Command.OutputAsync(
        "docker", ["create", .. tags.Select(tag => $"{tag.Key}={tag.Value}").Append(Label).SelectMany(label => new[] { "--label", label }), .. options, RealPart.BaseImage, "true"]);

    /// <summary>The containers, running or not, as Docker's own client shows them.</summary>
    /// <returns>Their ids.</returns>
    public async Task<string[]> ContainersAsync() =>
        (await Command.OutputAsync("docker", "ps", "--all", "--quiet", "--no-trunc", "--filter", $"label={Label}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Removes what is left on it.</summary>
    /// <returns>A task that ends when nothing is.</returns>
    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        if (await ContainersAsync() is { Length: > 0 } left)
            await Command.OutputAsync("docker", ["rm", "--force", "--volumes", .. left]);
    }

    private void Confine(ProxiedRequest request)
    {
        var (path, query) = request.PathAndQuery.Split('?', 2) is [var before, var after] ? (before, after) : (request.PathAndQuery, "");
        if (path.EndsWith("/containers/json", StringComparison.Ordinal))
        {
            var filters = JsonNode.Parse(QueryHelpers.ParseQuery(query)["filters"].Single()!)!;
            filters["label"]!.AsArray().Add(Label);
            request.PathAndQuery = $"{path}?all=true&filters={Uri.EscapeDataString(filters.ToJsonString())}";
        }
        else if (path.EndsWith("/containers/create", StringComparison.Ordinal))
        {
            var container = JsonNode.Parse(request.Body.Span)!;
            container["Labels"]![LabelName] = mark;
            request.Body = Encoding.UTF8.GetBytes(container.ToJsonString());
        }
    }
}
