using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using GhaRunner.Simulator.Hosting;

namespace GhaRunner.Simulator.ThisMachine;

/// <summary>What is asked of the Docker engine of this machine (https://docs.docker.com/reference/api/engine/).</summary>
internal sealed class DockerEngine : IDisposable
{
    private const string Scheme = "unix://", DefaultBridge = "docker0";
    private readonly HttpClient _http, _patient;

    /// <summary>Speaks to an engine, which need not answer.</summary>
    /// <param name="host">As in <c>DOCKER_HOST</c>; empty: the usual socket.</param>
    public DockerEngine(string host)
    {
        Host = host.Length > 0 ? host : "unix:///var/run/docker.sock";
        _http = Connect(TimeSpan.FromSeconds(10));
        _patient = Connect(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Its address.</summary>
    public string Host { get; }

    /// <summary>Whether it is on this machine, by its address.</summary>
    public bool IsLocal => Host.StartsWith(Scheme, StringComparison.Ordinal);

    /// <summary>Says why it does not answer; empty when it does.</summary>
    public async Task<string> ProblemAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Host[Scheme.Length..]))
            return IsInstalled ? "dockerd is installed, but not started" : "docker is not installed";
        try
        {
            using var answer = await _http.GetAsync(new Uri("_ping", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode ? "" : $"status {(int)answer.StatusCode}";
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return (exception.InnerException ?? exception).Message;
        }
    }

    /// <summary>Tells whether an image is there.</summary>
    public async Task<bool> HasImageAsync(string image, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri($"images/{image}/json", UriKind.Relative), cancellationToken);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    /// <summary>The network interface behind the network that containers join by default.</summary>
    public async Task<string> BridgeAsync(CancellationToken cancellationToken)
    {
        var network = await GetAsync("networks/bridge", cancellationToken);
        return network?["Options"]?["com.docker.network.bridge.name"]?.GetValue<string>() ?? DefaultBridge;
    }

    /// <summary>The containers, running or not, that carry labels.</summary>
    /// <param name="labels">The labels, as <c>name=value</c>.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <returns>Their names.</returns>
    public async Task<IReadOnlyList<string>> ContainersAsync(IEnumerable<string> labels, CancellationToken cancellationToken)
    {
        var filters = Uri.EscapeDataString(Json.Text(new JsonObject { ["label"] = Json.Strings(labels) }));
        var found = await GetAsync($"containers/json?all=1&filters={filters}", cancellationToken);
        return [.. found!.AsArray().Select(container => container!["Names"]![0]!.GetValue<string>().TrimStart('/'))];
    }

    /// <summary>Makes a container.</summary>
    /// <param name="container">What it is like, as the API has it.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="HttpRequestException">The engine does not answer, or refuses and says why.</exception>
    public async Task<string> CreateAsync(JsonObject container) =>
        JsonNode.Parse(await SendAsync(HttpMethod.Post, "containers/create", container))!["Id"]!.GetValue<string>();

    /// <summary>Starts a container.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="HttpRequestException">The engine does not answer, or refuses and says why.</exception>
    public Task StartAsync(string id) => SendAsync(HttpMethod.Post, $"containers/{id}/start");

    /// <summary>Reads what a container with a terminal prints, until it ends.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="hear">Takes each line.</param>
    /// <exception cref="HttpRequestException">The engine does not answer, or has no such container.</exception>
    /// <exception cref="IOException">The engine is gone.</exception>
    public async Task FollowAsync(string id, Action<string> hear)
    {
        await using var log = await _patient.GetStreamAsync(new Uri($"containers/{id}/logs?follow=1&stdout=1&stderr=1", UriKind.Relative));
        using var reader = new StreamReader(log);
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
            hear(line);
        await SendAsync(HttpMethod.Post, $"containers/{id}/wait");
    }

    /// <summary>Ends a container at once and removes it with its volumes; one that is gone does not matter.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="HttpRequestException">The engine does not answer, or refuses and says why.</exception>
    public Task RemoveAsync(string id) => SendAsync(HttpMethod.Delete, $"containers/{id}?force=1&v=1");

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _http.Dispose();
        _patient.Dispose();
    }

    private static bool IsInstalled => Terminal.Variable("PATH").Split(':').Append("/usr/sbin").Any(folder => File.Exists(Path.Combine(folder, "dockerd")));

    private async Task<JsonNode?> GetAsync(string path, CancellationToken cancellationToken) =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri(path, UriKind.Relative), cancellationToken));

    private async Task<string> SendAsync(HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(Json.Text(body), Encoding.UTF8, "application/json");
        using var answer = await _patient.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode || (method == HttpMethod.Delete && answer.StatusCode == HttpStatusCode.NotFound)
            ? text
            : throw new HttpRequestException($"The engine refuses {method} {path}: {text.Trim()}", null, answer.StatusCode);
    }

    private HttpClient Connect(TimeSpan timeout) =>
        new(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { BaseAddress = new Uri("http://docker/"), Timeout = timeout };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Host[Scheme.Length..]), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
