using GhaRunner.Conformance;
using GhaRunner.Conformance.RealParts;
using System.Globalization;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Docker.Tests.Fixtures;

namespace GhaRunner.Providers.Docker.Tests;

/// <summary>The engine behind a real sshd.</summary>
public sealed class SshTests(SshHost host) : EngineTest, IClassFixture<SshHost>
{
    [SshFact]
    public async Task EveryMember_KeyAndHostKeyAsText_WorksAndLeavesNoProcessAndNoFile()
    {
        var filesBefore = KeyFiles();
        var provider = Connect();

        var machine = await provider.CreateAsync(Session.Request("echo hello; exec sleep 600"), default);
        await Eventually.TrueAsync("it is logged", async () => await provider.ReadConsoleLogAsync(machine.Id, 10, default) == "hello");
        (await provider.ListOwnedAsync(Session.Ours, default)).Should().ContainSingle();
        KeyFiles().Should().BeEquivalentTo(filesBefore, "ssh has read its key by now");
        await provider.DeleteAsync(machine.Id, default);
        (await provider.GetAsync(machine.Id, default)).Should().BeNull();
        (await ClientsAsync()).Should().NotBeEmpty();

        provider.Dispose();

        await Eventually.TrueAsync("ssh has ended", async () => (await ClientsAsync()).Length == 0);
    }

    [SshFact]
    public async Task ListOwnedAsync_ManyAtOnce_ShareAFewLogins()
    {
        var provider = Connect();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => provider.ListOwnedAsync(Session.Ours, default)));

        (await ClientsAsync()).Should().HaveCountLessThanOrEqualTo(4);
    }

    [SshFact]
    public async Task GetAsync_KeyAndHostKeyAsFiles_Works()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, host.KnownHosts);
        try
        {
            (await Connect(key: host.ClientKeyPath, knownHosts: file).GetAsync("absent", default)).Should().BeNull();
        }
        finally
        {
            File.Delete(file);
        }
    }

    [SshFact]
    public async Task GetAsync_KeyThatLostItsLastLineBreakInAForm_Works() =>
        (await Connect(key: host.ClientKey.Trim().ReplaceLineEndings("\r\n")).GetAsync("absent", default)).Should().BeNull();

    [SshFact]
    public async Task GetAsync_UnknownKey_IsUnauthorizedAndNamesTheInput() =>
        (await FailAsync(Connect(key: host.StrangerKey))).ShouldBe(ErrorCategory.Unauthorized, "docker-ssh-denied", "'ssh-key'");

    [SshFact]
    public async Task GetAsync_HostKeyOfAnother_IsUnauthorizedAndNamesTheInput() =>
        (await FailAsync(Connect(knownHosts: host.KnownHostsOfAnother))).ShouldBe(ErrorCategory.Unauthorized, "docker-ssh-host-key", "'ssh-known-hosts'");

    [SshFact]
    public async Task GetAsync_HostNobodyKnows_IsNotTrusted()
    {
        var knownHosts = "unrelated.example " + host.KnownHosts.Split(' ', 2)[1];

        (await FailAsync(Connect(knownHosts: knownHosts))).ShouldBe(ErrorCategory.Unauthorized, "docker-ssh-host-key", "ssh-keyscan");
    }

    [SshFact]
    public async Task GetAsync_KeyCutInHalf_SaysSo() =>
        (await FailAsync(Connect(key: host.ClientKey[..200]))).ShouldBe(ErrorCategory.InvalidInput, "docker-ssh-key-unreadable", "'ssh-key'");

    [SshFact]
    public async Task GetAsync_NobodyListens_IsTransient()
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"ssh://127.0.0.1:{Ports.Free()}");

        (await FailAsync(Connect(address: address))).ShouldBe(ErrorCategory.Transient, "docker-ssh-failed", "Connection refused");
    }

    [SshFact]
    public async Task GetAsync_NoDockerThere_SaysSo()
    {
        var bare = new SshHost();
        try
        {
            await bare.StartAsync("PATH=/nonexistent; docker system dial-stdio");

            (await FailAsync(Connect(bare.Address, bare.ClientKey, bare.KnownHosts))).ShouldBe(ErrorCategory.InvalidInput, "docker-ssh-no-docker", "'host'");
        }
        finally
        {
            await bare.DisposeAsync();
        }
    }

    [SshFact]
    public async Task GetAsync_NoEngineThere_SaysSo()
    {
        var bare = new SshHost();
        try
        {
            await bare.StartAsync("docker -H unix:///no/such.sock system dial-stdio");

            (await FailAsync(Connect(bare.Address, bare.ClientKey, bare.KnownHosts))).ShouldBe(ErrorCategory.Transient, "docker-engine-unreachable", "'host'");
        }
        finally
        {
            await bare.DisposeAsync();
        }
    }

    [SshFact]
    public async Task GetAsync_CancelledWhileTheOtherSideIsSilent_EndsTheProcess()
    {
        var silent = new SshHost();
        try
        {
            await silent.StartAsync("sleep 600");
            var provider = Connect(silent.Address, silent.ClientKey, silent.KnownHosts);
            using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(1));

            await FluentActions.Awaiting(() => provider.GetAsync("absent", cancellation.Token)).Should().ThrowAsync<OperationCanceledException>();

            provider.Dispose();
            await Eventually.TrueAsync("ssh has ended", async () => (await ClientsAsync(silent.Port)).Length == 0);
        }
        finally
        {
            await silent.DisposeAsync();
        }
    }

    private static string[] KeyFiles() => Directory.GetDirectories(Path.GetTempPath(), "gha-runner-ssh-*");

    private async Task<string[]> ClientsAsync(int port = 0)
    {
        var pattern = string.Create(CultureInfo.InvariantCulture, $"^ssh -T .* -p {(port > 0 ? port : host.Port)} ");
        var (_, output, _) = await Command.TryAsync("pgrep", "-f", pattern);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private DockerProvider Connect(string? address = null, string? key = null, string? knownHosts = null)
    {
        var connection = new DockerConnectionOptions
        {
            Host = address ?? host.Address,
            SshKey = key ?? host.ClientKey,
            SshKnownHosts = knownHosts ?? host.KnownHosts,
        };
        connection.Validate().Should().BeEmpty();
        return Session.Connect(connection: connection);
    }

    private static async Task<ActionableException> FailAsync(DockerProvider provider) =>
        (await FluentActions.Awaiting(() => provider.GetAsync("absent", default)).Should().ThrowAsync<ActionableException>()).Which;
}
