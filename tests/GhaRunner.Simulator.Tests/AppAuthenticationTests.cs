using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GhaRunner.Simulator.GitHub.Access;
using GhaRunner.Simulator.Tests.Support;

namespace GhaRunner.Simulator.Tests;

public sealed class AppAuthenticationTests : IDisposable
{
    private const string TokenPath = "/app/installations/11/access_tokens";
    private readonly RSA _key = RSA.Create(2048);

    private SimulatorOptions Options => new()
    {
        App = new GitHubApp
        {
            Id = 42,
            PublicKeyPem = _key.ExportSubjectPublicKeyInfoPem(),
            Installations =
            [
                new GitHubAppInstallation { Id = 11, Account = "octo-org" },
                new GitHubAppInstallation { Id = 12, Account = "sleepy-org", Suspended = true },
            ],
        },
    };

    [Theory]
    [InlineData("42")]
    [InlineData("Iv23simulator")]
    public async Task AccessToken_SignedWithTheKey_LetsOneRegisterUntilRevoked(string issuer)
    {
        await using var simulator = await SimulatorHost.StartAsync(Options);
        using var app = new GitHubClient(simulator, Jwt(issuer));
        (await app.GetAsync("/app")).Json["id"]!.GetValue<long>().Should().Be(42);
        (await app.GetAsync($"/repos/{GitHubClient.Repository}/installation")).Json["id"]!.GetValue<long>().Should().Be(11);
        (await app.GetAsync("/orgs/other-org/installation")).Status.Should().Be(404);

        var answer = await app.PostAsync(TokenPath, JsonNode.Parse("""{"repositories":["octo-repo"],"permissions":{"administration":"write"}}"""));

        answer.Status.Should().Be(201);
        answer.Json["repository_selection"]!.GetValue<string>().Should().Be("selected");
        using var client = new GitHubClient(simulator, answer.Json["token"]!.GetValue<string>());
        (await client.GenerateAsync("gha-1", "a")).Status.Should().Be(201);
        var refused = await client.GetAsync("/orgs/octo-org/actions/runners");
        refused.Message.Should().Be("Resource not accessible by integration", "only one permission was asked for");
        (await client.DeleteAsync("/installation/token")).Status.Should().Be(204);
        (await client.GetAsync(GitHubClient.Runners)).Message.Should().Be("Bad credentials");
    }

    [Fact]
    public async Task AccessToken_MorePermissionsThanTheApp_Is422()
    {
        await using var simulator = await SimulatorHost.StartAsync(Options);
        using var app = new GitHubClient(simulator, Jwt());

        var answer = await app.PostAsync(TokenPath, JsonNode.Parse("""{"permissions":{"actions":"write"}}"""));

        answer.Status.Should().Be(422);
        answer.Message.Should().Be("The permissions requested are not granted to this installation.");
        (await app.PostAsync(TokenPath, JsonNode.Parse("""{"repositories":["unknown"]}"""))).Status.Should().Be(422);
        (await app.PostAsync("/app/installations/12/access_tokens")).Status.Should().Be(403);
        (await app.PostAsync("/app/installations/99/access_tokens")).Status.Should().Be(404);
    }

    [Theory]
    [InlineData("43", 60, 540, 404, "Integration not found")]
    [InlineData("42", 60, -10, 401, "'Expiration time' claim ('exp') must be")]
    [InlineData("42", 60, 700, 401, "'Expiration time' claim ('exp') is too far in the future")]
    [InlineData("42", -60, 540, 401, "'Issued at' claim ('iat') must be")]
    public async Task App_BadClaims_IsRefused(string issuer, int issuedBefore, int expiresAfter, int status, string message)
    {
        await using var simulator = await SimulatorHost.StartAsync(Options);
        using var client = new GitHubClient(simulator, Jwt(issuer, issuedBefore, expiresAfter));

        var answer = await client.GetAsync("/app");

        answer.Status.Should().Be(status);
        answer.Message.Should().StartWith(message);
    }

    [Fact]
    public async Task App_SignedWithAnotherKey_IsUndecodable()
    {
        await using var simulator = await SimulatorHost.StartAsync(Options);
        using var other = RSA.Create(2048);
        using var client = new GitHubClient(simulator, Jwt(key: other));

        var answer = await client.GetAsync("/app");

        answer.Status.Should().Be(401);
        answer.Message.Should().Be("A JSON web token could not be decoded");
        using var person = new GitHubClient(simulator);
        (await person.GetAsync("/app")).Status.Should().Be(401);
    }

    public void Dispose() => _key.Dispose();

    private string Jwt(string issuer = "42", int issuedBefore = 60, int expiresAfter = 540, RSA? key = null)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var unsigned = Part("""{"alg":"RS256","typ":"JWT"}""") + "." + Part($$"""{"iat":{{now - issuedBefore}},"exp":{{now + expiresAfter}},"iss":"{{issuer}}"}""");
        var signature = (key ?? _key).SignData(Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return unsigned + "." + Base64Url.EncodeToString(signature);

        static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
    }
}
