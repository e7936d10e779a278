using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace GhaRunner.Simulator.Demo;

/// <summary>What the demo asks the Docker engine of this machine (https://docs.docker.com/reference/api/engine/).</summary>
internal sealed class DockerEngine : IDisposable
{
    private const string Scheme = "unix://", DefaultBridge = "docker0";
    private readonly HttpClient _http;

    /// <summary>Speaks to an engine, which need not answer.</summary>
    /// <param name="host">As in <c>DOCKER_HOST</c>; empty: the usual socket.</param>
    public DockerEngine(string host)
    {
        Host = host.Length > 0 ? host : "unix:///var/run/docker.sock";
        _http = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { BaseAddress = new Uri("http://docker/"), Timeout = TimeSpan.FromSeconds(10) };
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

    /// <summary>The containers, running or not, that were started for a workflow run.</summary>
    /// <returns>Their names.</returns>
    public async Task<IReadOnlyList<string>> ContainersAsync(string runId, CancellationToken cancellationToken)
    {
        var filters = Uri.EscapeDataString($$"""{"label":["gha-runner=v1","gha-runner-run-id={{runId}}"]}""");
        var found = await GetAsync($"containers/json?all=1&filters={filters}", cancellationToken);
        return [.. found!.AsArray().Select(container => container!["Names"]![0]!.GetValue<string>().TrimStart('/'))];
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private static bool IsInstalled => Terminal.Variable("PATH").Split(':').Append("/usr/sbin").Any(folder => File.Exists(Path.Combine(folder, "dockerd")));

    private async Task<JsonNode?> GetAsync(string path, CancellationToken cancellationToken) =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri(path, UriKind.Relative), cancellationToken));

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
