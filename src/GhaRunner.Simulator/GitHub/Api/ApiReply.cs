using System.Text.Json.Nodes;

namespace GhaRunner.Simulator.GitHub.Api;

/// <summary>An answer of the API: a status and, unless it is 204, a JSON body.</summary>
internal sealed record ApiReply(int Status, JsonNode? Body = null)
{
    /// <summary>The <c>Link</c> header of a paged list.</summary>
    public string? Link { get; init; }

    public static ApiReply Ok(JsonNode body) => new(200, body);

    public static ApiReply Created(JsonNode body) => new(201, body);

    public static ApiReply NoContent() => new(204);

    public static ApiReply NotFound() => Error(404, "Not Found");

    /// <summary>A body that breaks the endpoint's schema.</summary>
    public static ApiReply Invalid(string detail) => Error(422, "Invalid request.\n\n" + detail);

    /// <summary>An error as GitHub words it; the status is repeated in the body as a string.</summary>
    public static ApiReply Error(int status, string message, string documentation = "https://docs.github.com/rest") =>
        new(status, new JsonObject
        {
            ["message"] = message,
            ["documentation_url"] = documentation,
            ["status"] = status.ToString(System.Globalization.CultureInfo.InvariantCulture),
        });
}
