using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace GhaRunner.Core.GitHub;

/// <summary>
/// The JSON Web Token by which a GitHub App says who it is: RS256, backdated by a minute against clock drift, valid for
/// nine (https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app).
/// </summary>
internal static class AppJsonWebToken
{
    private static readonly TimeSpan ClockDrift = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(9);

    /// <summary>Makes a token.</summary>
    /// <param name="appId">The app's id or client id.</param>
    /// <param name="privateKeyPem">The app's private key, as <see cref="ExplainBadKey"/> accepts it.</param>
    /// <param name="now">The current time.</param>
    /// <returns>Three base64url parts with dots between.</returns>
    public static string Create(string appId, string privateKeyPem, DateTimeOffset now)
    {
        var header = Encode("""{"alg":"RS256","typ":"JWT"}"""u8);
        var claims = Encode(Encoding.UTF8.GetBytes(
            $$"""{"iat":{{(now - ClockDrift).ToUnixTimeSeconds()}},"exp":{{(now + Lifetime).ToUnixTimeSeconds()}},"iss":"{{JavaScriptEncoder.Default.Encode(appId)}}"}"""));
        using var key = RSA.Create();
        key.ImportFromPem(Normalize(privateKeyPem));
        var signature = key.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{header}.{claims}.{Encode(signature)}";
    }

    /// <summary>Checks a private key without using it.</summary>
    /// <param name="privateKeyPem">The key as the user gave it.</param>
    /// <returns>What is wrong and what to do, as the rest of a sentence; <see langword="null"/> when the key is good.</returns>
    public static string? ExplainBadKey(string privateKeyPem)
    {
        try
        {
            using var key = RSA.Create();
            key.ImportFromPem(Normalize(privateKeyPem));
            key.ExportParameters(includePrivateParameters: true);
            return null;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            return "is not an RSA private key in PEM form: paste the whole .pem file that GitHub gave you, from '-----BEGIN' to '-----END', line breaks included.";
        }
    }

    /// <summary>Secrets are often pasted with a literal backslash-n for each line break.</summary>
    private static string Normalize(string pem) => pem.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
