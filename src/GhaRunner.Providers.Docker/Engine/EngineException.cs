using System.Net;
using System.Text.Json;

namespace GhaRunner.Providers.Docker.Engine;

/// <summary>The engine's refusal, as it came: status and message. <see cref="DockerErrors"/> gives it a meaning.</summary>
internal sealed class EngineException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;

    /// <summary>Reads the refusal from an answer.</summary>
    /// <param name="response">Any answer.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The refusal, or <see langword="null"/> when the answer is a success (304, "it is so already", is one).</returns>
    public static async ValueTask<Exception?> FromAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
            return null;
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return new EngineException(response.StatusCode, ReadMessage(body));
    }

    // A proxy in between, or Go's own HTTP server, answers in plain text.
    private static string ReadMessage(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, EngineLowerCaseJson.Default.EngineError)?.Message ?? "no message";
        }
        catch (JsonException)
        {
            var text = body.Trim();
            return text.Length is > 0 and <= 500 ? text : "no message";
        }
    }
}
