using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GhaRunner.Simulator.GitHub.Access;

/// <summary>
/// Checks the JSON web token with which a GitHub App authenticates
/// (https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app).
/// </summary>
internal static class AppJwt
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    public static bool LooksLikeOne(string token) => token.StartsWith("ey", StringComparison.Ordinal) && token.Count(c => c == '.') == 2;

    /// <summary>Returns the status and message of GitHub's refusal, or <see langword="null"/> when the token is good.</summary>
    public static (int Status, string Message)? Refusal(string token, GitHubApp? app, DateTimeOffset now)
    {
        const string Undecodable = "A JSON web token could not be decoded";
        var parts = token.Split('.');
        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
            using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            if (!header.RootElement.TryGetProperty("alg", out var algorithm) || algorithm.GetString() != "RS256")
                return (401, Undecodable);
            if (!payload.RootElement.TryGetProperty("iss", out var issuer))
                return (401, "Missing 'issuer' claim ('iss') in assertion");
            if (app is null || (issuer.ToString() != app.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) && issuer.ToString() != app.ClientId))
                return (404, "Integration not found");

            using var key = RSA.Create();
            key.ImportFromPem(app.PublicKeyPem);
            var signed = Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]);
            var signature = Base64Url.DecodeFromChars(parts[2]);
            if (!key.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
                return (401, Undecodable);

            return TimesRefusal(payload.RootElement, now) is { } message ? (401, message) : null;
        }
        catch (Exception failure) when (failure is FormatException or JsonException or CryptographicException or InvalidOperationException)
        {
            return (401, Undecodable);
        }
    }

    private static string? TimesRefusal(JsonElement payload, DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        if (!payload.TryGetProperty("iat", out var issued) || !issued.TryGetInt64(out var issuedAt) || issuedAt > second)
            return "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
        if (!payload.TryGetProperty("exp", out var expires) || !expires.TryGetInt64(out var expiresAt) || expiresAt <= second)
            return "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires";
        return expiresAt > second + (long)s_longest.TotalSeconds ? "'Expiration time' claim ('exp') is too far in the future" : null;
    }
}
