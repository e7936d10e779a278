using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GhaRunner.Core.GitHub;

namespace GhaRunner.Core.Tests.GitHub;

public sealed class AppJsonWebTokenTests : IDisposable
{
    private static readonly DateTimeOffset now = new(2026, 1, 31, 12, 0, 0, 700, TimeSpan.Zero);
    private readonly RSA key = RSA.Create(2048);

    [Fact]
    public void Create_Claims_AreWhatGitHubTakes()
    {
        var parts = AppJsonWebToken.Create("Iv23liABC", key.ExportRSAPrivateKeyPem(), now).Split('.');
        parts.Should().HaveCount(3);
        var claims = Json(parts[1]);
        Json(parts[0])["alg"]!.GetValue<string>().Should().Be("RS256");
        claims["iss"]!.GetValue<string>().Should().Be("Iv23liABC");
        claims["iat"]!.GetValue<long>().Should().Be(now.ToUnixTimeSeconds() - 60);
        (claims["exp"]!.GetValue<long>() - now.ToUnixTimeSeconds()).Should().BeInRange(1, 600, "GitHub takes ten minutes at the most");
    }

    [Theory]
    [InlineData("pkcs1")]
    [InlineData("pkcs8")]
    [InlineData("literal")]
    [InlineData("windows")]
    public void Create_AnyFormOfTheKey_IsVerifiedByItsPublicHalf(string form)
    {
        var pem = key.ExportRSAPrivateKeyPem();
        var token = AppJsonWebToken.Create("1", form switch
        {
            "pkcs8" => key.ExportPkcs8PrivateKeyPem(),
            "literal" => pem.Replace("\n", "\\n", StringComparison.Ordinal),
            "windows" => pem.Replace("\n", "\r\n", StringComparison.Ordinal),
            _ => pem,
        }, now);
        var cut = token.LastIndexOf('.');
        key.VerifyData(Encoding.ASCII.GetBytes(token.Remove(cut)), Base64Url.DecodeFromChars(token.AsSpan(cut + 1)), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).Should().BeTrue();
        token.Should().MatchRegex("^[A-Za-z0-9_.-]+$");
    }

    [Fact]
    public void Create_HostileIssuer_StaysAString() =>
        Json(AppJsonWebToken.Create("1\",\"exp\":9999999999,\"x\":\"", key.ExportRSAPrivateKeyPem(), now).Split('.')[1])["iss"]!.GetValue<string>().Should().Contain("\"exp\"");

    [Fact]
    public void ExplainBadKey_Keys_OnlyAnRsaPrivateKeyIsGood()
    {
        using var elliptic = ECDsa.Create();
        AppJsonWebToken.ExplainBadKey(key.ExportRSAPrivateKeyPem()).Should().BeNull();
        AppJsonWebToken.ExplainBadKey(key.ExportRSAPublicKeyPem()).Should().NotBeNull();
        AppJsonWebToken.ExplainBadKey(key.ExportSubjectPublicKeyInfoPem()).Should().NotBeNull();
        AppJsonWebToken.ExplainBadKey(elliptic.ExportPkcs8PrivateKeyPem()).Should().NotBeNull();
        AppJsonWebToken.ExplainBadKey(key.ExportEncryptedPkcs8PrivateKeyPem("x", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1))).Should().NotBeNull();
        AppJsonWebToken.ExplainBadKey(key.ExportRSAPrivateKeyPem().Remove(200)).Should().NotBeNull();
        AppJsonWebToken.ExplainBadKey("").Should().NotBeNull();
    }

    public void Dispose() => key.Dispose();

    private static JsonNode Json(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!;
}
