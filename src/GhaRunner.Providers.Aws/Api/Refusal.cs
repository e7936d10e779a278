using System.Text.Json;
using System.Text.RegularExpressions;

namespace GhaRunner.Providers.Aws.Api;

/// <summary>Why IAM refused a call: read from the message, or from the text that is encoded in it.</summary>
/// <param name="Action">The action that was refused (<c>ec2:RunInstances</c>); may be empty.</param>
/// <param name="Resource">On what; may be empty.</param>
/// <param name="IsExplicit">Whether a policy denies it, rather than none allowing it; <see langword="null"/> when not told.</param>
internal sealed partial record Refusal(string Action, string Resource, bool? IsExplicit)
{
    /// <summary>Reads what the message says in plain words.</summary>
    /// <param name="message">AWS's message.</param>
    /// <returns>What is known.</returns>
    public static Refusal FromMessage(string message)
    {
        var match = Plain().Match(message);
        bool? isExplicit = message.Contains("explicit deny", StringComparison.OrdinalIgnoreCase) ? true
            : message.Contains("because no ", StringComparison.OrdinalIgnoreCase) ? false : null;
        return new Refusal(match.Groups["action"].Value, match.Groups["resource"].Value, isExplicit);
    }

    /// <summary>The encoded text in a message (https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html).</summary>
    /// <param name="message">AWS's message.</param>
    /// <returns>The text; empty when there is none.</returns>
    public static string EncodedIn(string message) => Encoded().Match(message).Groups["text"].Value;

    /// <summary>The end of a message from where the encoded text is announced.</summary>
    /// <param name="message">AWS's message.</param>
    /// <returns>The part that is of no use to people; empty when there is none.</returns>
    public static string EncodedPartOf(string message) => Encoded().Match(message).Value;

    /// <summary>Reads a decoded text.</summary>
    /// <param name="json">The document.</param>
    /// <returns>What it says, or <see langword="null"/> when it is not of the known form.</returns>
    public static Refusal? FromDecoded(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var context = root.GetProperty("context");
            return new Refusal(
                context.GetProperty("action").GetString() ?? "",
                context.TryGetProperty("resource", out var resource) ? resource.GetString() ?? "" : "",
                root.TryGetProperty("explicitDeny", out var deny) ? deny.GetBoolean() : null);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Says it.</summary>
    /// <param name="asked">The action that we asked for, when the refusal does not name one.</param>
    /// <returns>Part of a sentence.</returns>
    public string Describe(string asked) =>
        $"the credentials do not allow {(Action.Length > 0 ? Action : asked)}{(Resource.Length > 0 ? $" on {Resource}" : "")}"
        + IsExplicit switch { true => " (a policy denies it explicitly)", false => " (no policy allows it)", null => "" };

    [GeneratedRegex(@"not authorized to perform: (?<action>[a-z0-9-]+:[A-Za-z]+)( on resource: (?<resource>\S+))?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"\s*Encoded authorization failure message:\s*(?<text>\S+)\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Encoded();
}
