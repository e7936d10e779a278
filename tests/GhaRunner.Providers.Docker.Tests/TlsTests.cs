using System.Globalization;
using GhaRunner.Conformance;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Docker.Tests.Fixtures;

namespace GhaRunner.Providers.Docker.Tests;

/// <summary>An engine that asks for a client certificate.</summary>
public sealed class TlsTests(TlsFront engine) : EngineTest, IClassFixture<TlsFront>
{
    private static readonly CertificateAuthority stranger = new("of somebody else");

    [TlsFact]
    public async Task ListOwnedAsync_CertificatesAsText_Works()
    {
        var (certificate, key) = engine.Authority.IssueClient();

        (await Connect(engine.Authority.Pem, certificate, key).ListOwnedAsync(Session.Ours, default)).Should().BeEmpty();
    }

    [TlsFact]
    public async Task ListOwnedAsync_CertificatesAsFiles_Works()
    {
        var directory = Directory.CreateTempSubdirectory("gha-runner-test-");
        try
        {
            var (certificate, key) = engine.Authority.IssueClient();
            var provider = Connect(await WriteAsync("ca.pem", engine.Authority.Pem), await WriteAsync("cert.pem", certificate), await WriteAsync("key.pem", key));

            (await provider.ListOwnedAsync(Session.Ours, default)).Should().BeEmpty();
        }
        finally
        {
            directory.Delete(recursive: true);
        }

        async Task<string> WriteAsync(string name, string text)
        {
            var path = Path.Combine(directory.FullName, name);
            await File.WriteAllTextAsync(path, text);
            return path;
        }
    }

    [TlsFact]
    public async Task ListOwnedAsync_EngineSignedBySomebodyElse_IsNotTrusted()
    {
        var (certificate, key) = engine.Authority.IssueClient();

        (await FailAsync(Connect(stranger.Pem, certificate, key))).ShouldBe(ErrorCategory.Unauthorized, "docker-tls", "'tls-ca'");
    }

    [TlsFact]
    public async Task ListOwnedAsync_EngineUnknownToTheSystem_IsNotTrusted()
    {
        var (certificate, key) = engine.Authority.IssueClient();

        (await FailAsync(Connect("", certificate, key))).ShouldBe(ErrorCategory.Unauthorized, "docker-tls", "'tls-ca'");
    }

    [TlsFact]
    public async Task ListOwnedAsync_NameNotInTheCertificate_IsNotTrusted()
    {
        var (certificate, key) = engine.Authority.IssueClient();
        var address = string.Create(CultureInfo.InvariantCulture, $"tcp://localhost:{engine.Port}");

        (await FailAsync(Connect(engine.Authority.Pem, certificate, key, address))).ShouldBe(ErrorCategory.Unauthorized, "docker-tls", "'host'");
    }

    [TlsFact]
    public async Task ListOwnedAsync_ClientCertificateOfSomebodyElse_IsUnauthorized()
    {
        var (certificate, key) = stranger.IssueClient();

        (await FailAsync(Connect(engine.Authority.Pem, certificate, key))).ShouldBe(ErrorCategory.Unauthorized, "docker-tls", "'tls-cert'");
    }

    [TlsFact]
    public async Task ListOwnedAsync_NoClientCertificate_IsUnauthorized() =>
        (await FailAsync(Connect(engine.Authority.Pem, "", ""))).ShouldBe(ErrorCategory.Unauthorized, "docker-tls", "'tls-cert'");

    private DockerProvider Connect(string authority, string certificate, string key, string? address = null)
    {
        var connection = new DockerConnectionOptions { Host = address ?? engine.Address, TlsCa = authority, TlsCert = certificate, TlsKey = key };
        connection.Validate().Should().BeEmpty();
        return Session.Connect(connection: connection);
    }

    private static async Task<ActionableException> FailAsync(DockerProvider provider) =>
        (await FluentActions.Awaiting(() => provider.ListOwnedAsync(OwnershipFilter.All, default)).Should().ThrowAsync<ActionableException>()).Which;
}
