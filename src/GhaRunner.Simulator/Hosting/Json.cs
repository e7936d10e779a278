using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GhaRunner.Simulator.Hosting;

/// <summary>JSON as GitHub writes it: compact, and only what must be escaped is.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Bytes(JsonNode node)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, s_options))
            node.WriteTo(writer);
        return buffer.ToArray();
    }

    public static string Text(JsonNode node) => Encoding.UTF8.GetString(Bytes(node));

    public static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);

    public static JsonArray Strings(IEnumerable<string> items) => Array(items.Select(item => (JsonNode?)item));

    /// <summary>A map of strings as an object.</summary>
    public static JsonObject Map(IEnumerable<KeyValuePair<string, string>> items) =>
        new(items.Select(item => new KeyValuePair<string, JsonNode?>(item.Key, item.Value)));

    /// <summary>Reads a string property; <see langword="null"/> when absent or of another kind.</summary>
    public static string? String(this JsonObject from, string property) =>
        from.TryGetPropertyValue(property, out var node) && node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    /// <summary>Reads a whole number; <see langword="null"/> when absent or of another kind.</summary>
    public static long? Number(this JsonObject from, string property) =>
        from.TryGetPropertyValue(property, out var node) && node?.GetValueKind() == JsonValueKind.Number
            && node.AsValue().TryGetValue<long>(out var number) ? number : null;

    /// <summary>Reads an array of strings; <see langword="null"/> when absent or of another kind.</summary>
    public static List<string>? StringList(this JsonObject from, string property) =>
        from.TryGetPropertyValue(property, out var node) && node is JsonArray items && items.All(item => item?.GetValueKind() == JsonValueKind.String)
            ? [.. items.Select(item => item!.GetValue<string>())]
            : null;

    /// <summary>Reads a map of strings; <see langword="null"/> when absent or of another kind.</summary>
    public static Dictionary<string, string>? StringMap(this JsonObject from, string property) =>
        from.TryGetPropertyValue(property, out var node) && node is JsonObject map && map.All(item => item.Value?.GetValueKind() == JsonValueKind.String)
            ? map.ToDictionary(item => item.Key, item => item.Value!.GetValue<string>())
            : null;

    /// <summary>A moment as GitHub writes it: UTC, whole seconds.</summary>
    public static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    public static JsonNode? Moment(DateTimeOffset? moment) => moment is { } known ? Moment(known) : null;
}
