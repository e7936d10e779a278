using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GhaRunner.Simulator.Aws.Booting;

/// <summary>
/// Instances that run nothing, but connect to GitHub as their user-data says: for where thousands of them come and go, and no
/// job is to run. One whose registration is gone powers itself off, as a bootstrap does whose runner is refused.
/// </summary>
/// <remarks>They are heard of once: <see cref="SimulatorOptions.OfflineAfter"/> says for how long they are online.</remarks>
/// <param name="handler">The way to the simulator; stays the caller's.</param>
public sealed partial class ConnectingInstanceHost(HttpMessageHandler handler) : IInstanceHost, IDisposable
{
    private readonly HttpMessageInvoker _client = new(handler, disposeHandler: false);

    /// <inheritdoc/>
    public async Task<IBootedInstance> BootAsync(string instanceId, string userData, Action<string> console, CancellationToken cancellationToken)
    {
        if (Configuration(userData) is not { } files)
            return new ConnectedInstance(() => ValueTask.CompletedTask);

        var server = files[".runner"]!["ServerUrl"]!.GetValue<string>();
        var credential = new AuthenticationHeaderValue("Bearer", files[".credentials"]!["Data"]!["ClientId"]!.GetValue<string>());
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{server}/sessions") { Content = new FormUrlEncodedContent([new("version", "2.336.0")]) };
        request.Headers.Authorization = credential;
        using var answer = await _client.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            return new ConnectedInstance(() => ValueTask.CompletedTask) { PoweredOff = Task.CompletedTask };
        var session = await answer.Content.ReadAsStringAsync(cancellationToken);
        return new ConnectedInstance(() => CloseAsync($"{server}/sessions/{session}", credential));
    }

    /// <summary>Lets go of the handler.</summary>
    public void Dispose() => _client.Dispose();

    private async ValueTask CloseAsync(string session, AuthenticationHeaderValue credential)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, session);
        request.Headers.Authorization = credential;
        try
        {
            using var answer = await _client.SendAsync(request, CancellationToken.None);
        }
        catch (HttpRequestException)
        {
            // The simulator has ended, and its sessions with it.
        }
    }

    /// <summary>The files of the JIT configuration that the user-data brings; <see langword="null"/> when there is none.</summary>
    private static Dictionary<string, JsonNode?>? Configuration(string userData)
    {
        var match = BootDocument.Parse(userData).Files.Select(file => Parameter().Match(Encoding.UTF8.GetString(file.Content))).FirstOrDefault(found => found.Success);
        return match is null ? null : JsonNode.Parse(Decode(match.Groups["blob"].Value))!.AsObject()
            .ToDictionary(file => file.Key, file => JsonNode.Parse(Decode(file.Value!.GetValue<string>())), StringComparer.Ordinal);
    }

    private static string Decode(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    [GeneratedRegex("^ACTIONS_RUNNER_INPUT_JITCONFIG='(?<blob>[^']+)'", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();

    private sealed class ConnectedInstance(Func<ValueTask> disconnect) : IBootedInstance
    {
        public Task PoweredOff { get; init; } = new TaskCompletionSource().Task;

        public ValueTask DisposeAsync() => disconnect();
    }
}
