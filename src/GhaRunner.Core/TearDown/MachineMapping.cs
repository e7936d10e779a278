using System.Text.Json;

namespace GhaRunner.Core.TearDown;

/// <summary>The hand-over between start and stop: machine id to runner label, as a JSON object of strings.</summary>
public static class MachineMapping
{
    /// <summary>Writes a mapping.</summary>
    /// <param name="machines">Machine ids and labels, in order.</param>
    /// <returns>Compact JSON, <c>{}</c> when empty.</returns>
    public static string Format(IEnumerable<KeyValuePair<string, string>> machines) =>
        JsonSerializer.Serialize(new Dictionary<string, string>(machines), CoreJson.Relaxed.DictionaryStringString);

    /// <summary>Reads a mapping.</summary>
    /// <param name="text">JSON, or blank for none.</param>
    /// <param name="machines">Machine ids and labels when the answer is <see langword="true"/>.</param>
    /// <returns>Whether the text is blank or a JSON object of strings.</returns>
    public static bool TryParse(string text, out IReadOnlyDictionary<string, string> machines)
    {
        machines = new Dictionary<string, string>();
        if (string.IsNullOrWhiteSpace(text))
            return true;
        try
        {
            var read = JsonSerializer.Deserialize(text, CoreJson.Relaxed.DictionaryStringString);
            if (read is null || read.Any(pair => pair.Value is null || pair.Key.Length == 0))
                return false;
            machines = read;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
