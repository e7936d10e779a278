using System.Net;
using System.Text.Json;

namespace GhaRunner.Providers.Docker.Engine;

/// <summary>The engine's refusal, as it came: status and message. <see cref="DockerErrors"/> gives it a meaning.</summary>
internal sealed class EngineException(HttpStatusCode status, string message, bool isOfEngine = true) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;

    /// <summary>Whether the engine itself has refused. A proxy in between knows nothing of containers: its 404 is not "no such container".</summary>
    public bool IsOfEngine { get; } = isOfEngine;

    /// <summary>Reads the refusal from an answer.</summary>
    /// <param name="response">Any answer.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The refusal, or <see langword="null"/> when the answer is a success (304, "it is so already", is one).</returns>
    public static async ValueTask<Exception?> FromAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
            return null;
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            return new EngineException(response.StatusCode, JsonSerializer.Deserialize(body, EngineLowerCaseJson.Default.EngineError)?.Message ?? NoMessage);
        }
        catch (JsonException)
        {
            return new EngineException(response.StatusCode, ReadText(body.Trim()), isOfEngine: false);
        }
    }

    private const string NoMessage = "no message";

    // A proxy in between, or Go's own HTTP server, answers in plain text, or with a page.
    private static string ReadText(string text) => text.StartsWith('<') ? "a page for people, which is not the engine's"
        : text.Length is > 0 and <= 500 ? text : NoMessage;
}
