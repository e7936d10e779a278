using System.Buffers.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GhaRunner.Providers.Aws.Api;

/// <summary>What the job's token says of the job; read to be shown, never to be trusted: the signature is AWS's to check.</summary>
/// <param name="Subject">The claim <c>sub</c>, which a role's trust policy compares.</param>
/// <param name="Audience">The claim <c>aud</c>.</param>
/// <param name="Repository">The claim <c>repository</c>, <c>owner/name</c>.</param>
/// <param name="RunId">The claim <c>run_id</c>.</param>
internal sealed partial record TokenClaims(string Subject, string Audience, string Repository, string RunId)
{
    private const int LongestSessionName = 64;

    /// <summary>
    /// The name of the session with the role, as CloudTrail shows it: run and repository where the token tells them.
    /// </summary>
    /// <value>2 to 64 characters that STS takes.</value>
    public string SessionName
    {
        get
        {
            string[] parts = ["gha-runner", RunId, Repository.Replace('/', '.')];
            var name = NotInAName().Replace(string.Join('-', parts.Where(part => part.Length > 0)), "-");
            return name.Length > LongestSessionName ? name[..LongestSessionName] : name;
        }
    }

    /// <summary>Reads the claims of a JSON Web Token.</summary>
    /// <param name="token">The token.</param>
    /// <returns>The claims; what is missing, or not a text, is empty.</returns>
    public static TokenClaims Read(string token)
    {
        try
        {
            var parts = token.Split('.');
            using var payload = JsonDocument.Parse(parts.Length == 3 ? Base64Url.DecodeFromChars(parts[1]) : "{}"u8.ToArray());
            return new TokenClaims(Text("sub"), Text("aud"), Text("repository"), Text("run_id"));

            string Text(string name) =>
                payload.RootElement.ValueKind == JsonValueKind.Object && payload.RootElement.TryGetProperty(name, out var value)
                && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : "";
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return new TokenClaims("", "", "", "");
        }
    }

    [GeneratedRegex(@"[^A-Za-z0-9_+=,.@-]", RegexOptions.CultureInvariant)]
    private static partial Regex NotInAName();
}
