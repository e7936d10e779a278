using System.Security.Cryptography;
using GhaRunner.Actions.Tests.Support;
using GhaRunner.Simulator.GitHub.Access;

namespace GhaRunner.Actions.Tests;

/// <summary>A GitHub App instead of a token: the installation token is narrowed, masked and revoked.</summary>
public sealed class GitHubAppTests : IDisposable
{
    private readonly RSA key = RSA.Create(2048);

    public static TheoryData<bool, bool, string> Forms() => new()
    {
        { false, false, "77" },
        { true, false, "Iv23simulator" },
        { false, true, "77" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task StartStop_WithApp_NarrowsAndRevokes(bool pkcs8, bool escapedLineBreaks, string issuer)
    {
        await using var world = await CreateWorldAsync("octo-org");
        var pem = pkcs8 ? key.ExportPkcs8PrivateKeyPem() : key.ExportRSAPrivateKeyPem();
        (string, string)[] app = [("github-token", null!), ("github-app-id", issuer), ("github-app-private-key", escapedLineBreaks ? pem.Replace("\n", "\\n") : pem)];
        using var start = await world.StartAsync(app);
        start.ExitCode.Should().Be(0, start.VisibleText);
        world.Simulator.Requests.All.Should().ContainSingle(request => request.PathAndQuery.EndsWith("/access_tokens"))
            .Which.Body.Should().Contain("\"repositories\":[\"octo-repo\"]").And.Contain("\"permissions\":{\"administration\":\"write\"}");
        world.Simulator.Requests.All[^1].Should().Match<Simulator.Hosting.RecordedRequest>(request => request.Method == "DELETE" && request.PathAndQuery.EndsWith("/installation/token") && request.Status == 204);

        using var stop = await world.StopAsync([.. app, ("mapping", start.Outputs["mapping"])]);
        stop.ExitCode.Should().Be(0, stop.VisibleText);
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_AppNotInstalled_SaysWhereToInstallIt()
    {
        await using var world = await CreateWorldAsync("somebody-else");
        using var start = await world.StartAsync(("github-token", null!), ("github-app-id", "77"), ("github-app-private-key", key.ExportRSAPrivateKeyPem()));
        start.ExitCode.Should().Be(3, start.VisibleText);
        start.VisibleText.Should().Contain("The GitHub App is not installed on 'octo-org/octo-repo'");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_KeyOfAnotherApp_IsExplained()
    {
        using var other = RSA.Create(2048);
        await using var world = await CreateWorldAsync("octo-org");
        using var start = await world.StartAsync(("github-token", null!), ("github-app-id", "77"), ("github-app-private-key", other.ExportRSAPrivateKeyPem()));
        start.ExitCode.Should().Be(3, start.VisibleText);
        start.VisibleText.Should().Contain("HTTP 401").And.Contain("github-app-private-key");
        world.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_AppLacksThePermission_NamesIt()
    {
        await using var world = await CreateWorldAsync("octo-org", new Dictionary<string, string> { ["actions"] = "read" });
        using var start = await world.StartAsync(("github-token", null!), ("github-app-id", "77"), ("github-app-private-key", key.ExportRSAPrivateKeyPem()));
        start.ExitCode.Should().Be(3, start.VisibleText);
        start.VisibleText.Should().Contain("The GitHub App lacks what it must have").And.Contain("Administration (write)");
        world.ShouldBeEmpty();
    }

    public void Dispose() => key.Dispose();

    private Task<World> CreateWorldAsync(string account, Dictionary<string, string>? permissions = null) => World.CreateAsync(options =>
    {
        var app = new GitHubApp { Id = 77, PublicKeyPem = key.ExportSubjectPublicKeyInfoPem(), Installations = [new GitHubAppInstallation { Id = 5, Account = account }] };
        return options with { App = permissions is null ? app : app with { Permissions = permissions } };
    });
}
