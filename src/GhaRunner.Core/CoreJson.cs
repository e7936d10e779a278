using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GhaRunner.Core;

/// <summary>The JSON of the outputs; written without HTML escapes, since it ends up in workflow files, not in pages.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class CoreJson : JsonSerializerContext
{
    /// <summary>The context to use.</summary>
    public static CoreJson Relaxed { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
