using System.Net;
using System.Text;
using System.Text.Json;
using GhaRunner.Providers.Docker.Containers;
using Refit;

namespace GhaRunner.Providers.Docker.Engine;

/// <summary>
/// A Docker engine over HTTP: the plain calls through <see cref="IEngineApi"/>, the streams through HttpClient. Failures
/// come as they are (<see cref="EngineException"/>, those of the transport); the provider maps them.
/// </summary>
internal sealed class EngineClient : IDisposable
{
    /// <summary>Starting a container, or removing one, takes seconds; after minutes the engine hangs.</summary>
    private static readonly TimeSpan callTimeout = TimeSpan.FromMinutes(2);

    /// <summary>The engine splits lines of more than 16 KiB into several entries, and counts entries.</summary>
    private const int EntriesForLongLines = 64;

    private readonly HttpClient calls;
    private readonly HttpClient streams;
    private readonly IEngineApi api;

    /// <summary>Makes a client.</summary>
    /// <param name="handler">The transport with the versions of the API; the client disposes of it.</param>
    /// <param name="baseAddress">Scheme, host and port.</param>
    public EngineClient(HttpMessageHandler handler, Uri baseAddress)
    {
        calls = new HttpClient(handler) { BaseAddress = baseAddress, Timeout = callTimeout };
        streams = new HttpClient(handler, disposeHandler: false) { BaseAddress = baseAddress, Timeout = Timeout.InfiniteTimeSpan };
        api = RestService.ForGenerated<IEngineApi>(calls, new RefitSettings(new SystemTextJsonContentSerializer(EngineJson.Default.Options))
        {
            ExceptionFactory = response => EngineException.FromAsync(response, CancellationToken.None),
            TransportExceptionFactory = (_, exception, _) => exception,
        });
    }

    public Task<EngineVersion> GetVersionAsync(CancellationToken cancellationToken) => api.GetVersionAsync(cancellationToken);

    public Task<IReadOnlyList<ContainerSummary>> ListAsync(IEnumerable<string> labels, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, IReadOnlyList<string>> filters = new Dictionary<string, IReadOnlyList<string>> { ["label"] = [.. labels] };
        var text = JsonSerializer.Serialize(filters, EngineJson.Default.IReadOnlyDictionaryStringIReadOnlyListString);
        return api.ListContainersAsync(all: true, text, cancellationToken);
    }

    /// <returns><see langword="null"/> when there is no such container.</returns>
    public Task<ContainerDetails?> InspectAsync(string idOrName, CancellationToken cancellationToken) =>
        UnlessAsync<ContainerDetails?>(HttpStatusCode.NotFound, async () => await api.InspectContainerAsync(idOrName, cancellationToken));

    /// <returns>The new container's id, or <see langword="null"/> when the name is taken.</returns>
    public Task<string?> CreateAsync(string name, ContainerSpec spec, CancellationToken cancellationToken) =>
        UnlessAsync<string?>(HttpStatusCode.Conflict, async () => (await api.CreateContainerAsync(name, spec, cancellationToken)).Id);

    public Task StartAsync(string id, CancellationToken cancellationToken) => api.StartContainerAsync(id, cancellationToken);

    /// <summary>Kills and removes a container with its anonymous volumes; one that is absent or going already will do.</summary>
    public Task RemoveAsync(string id, CancellationToken cancellationToken) =>
        UnlessAsync(HttpStatusCode.NotFound, () => UnlessAsync(HttpStatusCode.Conflict, "already in progress", async () =>
        {
            await api.RemoveContainerAsync(id, force: true, v: true, cancellationToken);
            return true;
        }));

    /// <summary>Tells whether the engine has an image.</summary>
    public Task<bool> HasImageAsync(string image, CancellationToken cancellationToken) => UnlessAsync(HttpStatusCode.NotFound, async () =>
    {
        using var response = await calls.GetAsync(new Uri($"/images/{image}/json", UriKind.Relative), cancellationToken);
        return await EngineException.FromAsync(response, cancellationToken) is { } refusal ? throw refusal : true;
    });

    /// <summary>Pulls an image, and returns when the engine has it.</summary>
    public async Task PullAsync(ImageReference image, RegistryCredentials? credentials, CancellationToken cancellationToken)
    {
        var query = $"fromImage={Uri.EscapeDataString(image.Repository)}&tag={Uri.EscapeDataString(image.TagOrDigest)}";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/images/create?{query}", UriKind.Relative));
        if (credentials is not null)
            request.Headers.Add("X-Registry-Auth", Encode(credentials));
        using var response = await streams.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (await EngineException.FromAsync(response, cancellationToken) is { } refusal)
            throw refusal;
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var lines = JsonSerializer.DeserializeAsyncEnumerable(stream, EngineLowerCaseJson.Default.PullProgress, topLevelValues: true, cancellationToken);
        await foreach (var line in lines)
        {
            if (line?.Error is { Length: > 0 } error)
                throw new EngineException(response.StatusCode, error);
        }
    }

    /// <returns>The last lines of the container's output; none when there is no such container, or it is being removed.</returns>
    public async Task<IReadOnlyCollection<string>> ReadLogAsync(string id, int maxLines, CancellationToken cancellationToken)
    {
        var uri = new Uri($"/containers/{id}/logs?stdout=1&stderr=1&tail={(long)maxLines + EntriesForLongLines}", UriKind.Relative);
        using var response = await streams.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (await EngineException.FromAsync(response, cancellationToken) is { } refusal)
            return refusal is EngineException { IsOfEngine: true, Status: HttpStatusCode.NotFound or HttpStatusCode.Conflict } ? [] : throw refusal;
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await MultiplexedLog.ReadLastLinesAsync(stream, maxLines, cancellationToken);
    }

    public void Dispose()
    {
        streams.Dispose();
        calls.Dispose();
    }

    private static Task<T?> UnlessAsync<T>(HttpStatusCode status, Func<Task<T>> call) => UnlessAsync(status, "", call);

    private static async Task<T?> UnlessAsync<T>(HttpStatusCode status, string text, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (EngineException exception) when (exception.IsOfEngine && exception.Status == status && exception.Message.Contains(text, StringComparison.Ordinal))
        {
            return default;
        }
    }

    // The engine decodes with Go's URLEncoding: the alphabet of base64url, and padding.
    private static string Encode(RegistryCredentials credentials) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(credentials, EngineLowerCaseJson.Default.RegistryCredentials)))
            .Replace('+', '-').Replace('/', '_');
}
