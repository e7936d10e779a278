using GhaRunner.Abstractions;
using System.Security.Cryptography;
using GhaRunner.Core.GitHub;
using Microsoft.Extensions.Time.Testing;
using Polly;

namespace GhaRunner.Core.Tests.GitHub;

public sealed class AppCredentialTests
{
    private static readonly RunnerScope scope = new(RunnerScopeKind.Organization, "octo-org");
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch.AddYears(56));

    [Fact]
    public async Task GetToken_NearItsEnd_IsRenewedAndTheLatestIsRevoked()
    {
        using var key = RSA.Create(2048);
        var api = new FakeAppApi(clock);
        var masked = new Masks();
        var credential = new AppCredential(api, "77", key.ExportRSAPrivateKeyPem(), scope, readsRuns: false, masked, ResiliencePipeline.Empty, clock);
        await using (credential)
        {
            (await credential.GetTokenAsync(default)).Should().Be("token-1");
            clock.Advance(TimeSpan.FromMinutes(54));
            (await credential.GetTokenAsync(default)).Should().Be("token-1");
            clock.Advance(TimeSpan.FromMinutes(2));
            (await credential.GetTokenAsync(default)).Should().Be("token-2", "a start may wait for two hours, and a token lives for one");
        }

        api.Revoked.Should().Equal("token-2");
        masked.Seen.Should().Contain("token-1").And.Contain("token-2");
        api.Asked.Should().AllSatisfy(request => request.Permissions.Should().Equal(new Dictionary<string, string> { ["organization_self_hosted_runners"] = "write" }));
    }

    [Fact]
    public async Task Dispose_NeverUsed_AsksNothing()
    {
        using var key = RSA.Create(2048);
        var api = new FakeAppApi(clock);
        await new AppCredential(api, "77", key.ExportRSAPrivateKeyPem(), scope, readsRuns: false, new Masks(), ResiliencePipeline.Empty, clock).DisposeAsync();
        api.Asked.Should().BeEmpty();
        api.Revoked.Should().BeEmpty();
    }

    private sealed class Masks : ISecretMask
    {
        public List<string> Seen { get; } = [];

        public void Mask(string secret) => Seen.Add(secret);
    }

    private sealed class FakeAppApi(TimeProvider clock) : IGitHubAppApi
    {
        public List<InstallationTokenRequest> Asked { get; } = [];

        public List<string> Revoked { get; } = [];

        public Task<InstallationAnswer> GetInstallationAsync(string scope, string jsonWebToken, CancellationToken cancellationToken) => Task.FromResult(new InstallationAnswer(5));

        public Task<InstallationTokenAnswer> CreateInstallationTokenAsync(long installationId, InstallationTokenRequest request, string jsonWebToken, CancellationToken cancellationToken)
        {
            Asked.Add(request);
            return Task.FromResult(new InstallationTokenAnswer($"token-{Asked.Count}", clock.GetUtcNow().AddHours(1)));
        }

        public Task RevokeInstallationTokenAsync(string installationToken, CancellationToken cancellationToken)
        {
            Revoked.Add(installationToken);
            return Task.CompletedTask;
        }
    }
}
