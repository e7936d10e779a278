using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GhaRunner.Simulator.Hosting;

namespace GhaRunner.Simulator.GitHub.Oidc;

/// <summary>
/// The issuer of a job's OIDC tokens
/// (https://docs.github.com/en/actions/reference/security/oidc), with a key that is made at run time.
/// </summary>
internal sealed class IdTokens(TimeProvider time) : IDisposable
{
    public const string Issuer = "https://token.actions.githubusercontent.com";
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(5);
    private readonly RSA _key = RSA.Create(2048);
    private readonly Lock _lock = new();

    /// <summary>What a job shows to get a token.</summary>
    public string RequestToken { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(48));

    /// <summary>The subject of the tokens.</summary>
    public string Subject { get; set; } = "repo:octo-org/octo-repo:ref:refs/heads/main";

    /// <summary>Issues a token.</summary>
    /// <param name="audience">For whom; <see langword="null"/> for the owner of the repository.</param>
    public string Issue(string? audience)
    {
        var subject = Subject;
        var repository = subject.Split(':') is ["repo", var name, ..] ? name : "";
        var owner = repository.Split('/')[0];
        var now = time.GetUtcNow();
        var payload = new JsonObject
        {
            ["jti"] = new Guid(RandomNumberGenerator.GetBytes(16)).ToString(),
            ["sub"] = subject,
            ["aud"] = audience ?? $"https://github.com/{owner}",
            ["ref"] = "refs/heads/main",
            ["repository"] = repository,
            ["repository_owner"] = owner,
            ["iss"] = Issuer,
            ["nbf"] = now.ToUnixTimeSeconds() - 60,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + s_lifetime).ToUnixTimeSeconds(),
        };
        var unsigned = Part(new JsonObject { ["typ"] = "JWT", ["alg"] = "RS256", ["kid"] = "simulator" }) + "." + Part(payload);
        lock (_lock)
            return unsigned + "." + Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    /// <summary>Reads a token of this issuer; the caller looks at its times.</summary>
    /// <returns>What it says, or <see langword="null"/> when it is none, or another's.</returns>
    public IdTokenClaims? Read(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
            return null;
        try
        {
            var signature = Base64Url.DecodeFromChars(parts[2]);
            lock (_lock)
            {
                if (!_key.VerifyData(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
                    return null;
            }

            // What this issuer has signed, it has written.
            var payload = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!.AsObject();
            return new IdTokenClaims(payload.String("sub")!, payload.String("aud")!, DateTimeOffset.FromUnixTimeSeconds(payload.Number("exp")!.Value));
        }
        catch (Exception failure) when (failure is FormatException or JsonException)
        {
            return null;
        }
    }

    public void Dispose() => _key.Dispose();

    private static string Part(JsonObject json) => Base64Url.EncodeToString(Json.Bytes(json));
}
