using System.Net;
using System.Net.Sockets;
using GhaRunner.Conformance;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Docker.Engine;
using GhaRunner.Providers.Docker.Tests.Fixtures;
using GhaRunner.Providers.Docker.Transport;

namespace GhaRunner.Providers.Docker.Tests;

/// <summary>What the engine on this machine cannot be made to say; the messages are moby's, NVIDIA's and OpenSSH's.</summary>
public sealed class DockerErrorsTests
{
    [Theory]
    [InlineData(500, "nvidia-container-cli: device error: 7: unknown device: unknown", ErrorCategory.NoCapacity, "docker-gpu-unavailable", "'gpus'")]
    [InlineData(500, "failed to create task: no space left on device: unknown", ErrorCategory.NoCapacity, "docker-disk-full", "disk space")]
    [InlineData(500, "fork/exec /proc/self/exe: cannot allocate memory", ErrorCategory.NoCapacity, "docker-memory-full", "'memory'")]
    [InlineData(400, "Minimum memory limit allowed is 6MB", ErrorCategory.InvalidInput, "docker-memory-refused", "'memory'")]
    [InlineData(404, "No such image: x:latest", ErrorCategory.InvalidInput, "docker-image-missing", "'image'")]
    [InlineData(400, "exec /usr/bin/bash: exec format error", ErrorCategory.InvalidInput, "docker-image-platform", "'image'")]
    [InlineData(500, "no available IPv4 addresses on this network's address pools: x", ErrorCategory.NoCapacity, "docker-network-full", "'network'")]
    [InlineData(500, "failed to create endpoint x on network bridge: adding interface failed", ErrorCategory.Transient, "docker-network-broken", "restart Docker")]
    [InlineData(400, "Client sent an HTTP request to an HTTPS server.", ErrorCategory.InvalidInput, "docker-tls-wanted", "'tls-ca'")]
    [InlineData(403, "authorization denied by plugin x", ErrorCategory.Unauthorized, "docker-denied", "'host'")]
    [InlineData(503, "no message", ErrorCategory.Transient, "docker-engine-unreachable", "'host'")]
    [InlineData(429, "no message", ErrorCategory.Throttled, "docker-throttled", "429")]
    [InlineData(500, "something new", ErrorCategory.Unexpected, "docker-failed", "something new")]
    public void Map_RefusalOfAContainer_HasItsCategory(int status, string message, ErrorCategory category, string code, string inText) =>
        Map(new EngineException((HttpStatusCode)status, message)).ShouldBe(category, code, inText);

    [Theory]
    [InlineData(500, "toomanyrequests: You have reached your pull rate limit", ErrorCategory.Throttled, "docker-registry-throttled", "'registry-username'")]
    [InlineData(404, "pull access denied for x, repository does not exist or may require 'docker login'", ErrorCategory.Unauthorized, "docker-registry-denied", "'registry-password'")]
    [InlineData(500, "Head \"https://ghcr.io/v2/x/manifests/1\": unauthorized", ErrorCategory.Unauthorized, "docker-registry-denied", "'registry-password'")]
    [InlineData(404, "manifest for x:1 not found: manifest unknown: manifest unknown", ErrorCategory.InvalidInput, "docker-image-missing", "'image'")]
    [InlineData(404, "no matching manifest for linux/arm64 in the manifest list entries", ErrorCategory.InvalidInput, "docker-image-missing", "'image'")]
    [InlineData(500, "Get \"https://x/v2/\": dial tcp: lookup x: no such host", ErrorCategory.Transient, "docker-registry-unreachable", "'image'")]
    [InlineData(500, "Get \"https://x/v2/\": x509: certificate signed by unknown authority", ErrorCategory.Unauthorized, "docker-registry-untrusted", "certs.d")]
    [InlineData(200, "failed to register layer: write /x: no space left on device", ErrorCategory.NoCapacity, "docker-disk-full", "disk space")]
    public void Map_RefusalOfAPull_HasItsCategory(int status, string message, ErrorCategory category, string code, string inText) =>
        Map(new EngineException((HttpStatusCode)status, message), isPull: true).ShouldBe(category, code, inText);

    [Theory]
    [InlineData(SocketError.AccessDenied, ErrorCategory.Unauthorized, "docker-socket-denied", "group docker")]
    [InlineData(SocketError.HostNotFound, ErrorCategory.InvalidInput, "docker-host-unknown", "'host'")]
    [InlineData(SocketError.TryAgain, ErrorCategory.Transient, "docker-engine-unreachable", "'host'")]
    [InlineData(SocketError.ConnectionRefused, ErrorCategory.Transient, "docker-engine-unreachable", "Is Docker running")]
    public void Map_SocketFails_HasItsCategory(SocketError error, ErrorCategory category, string code, string inText) =>
        Map(new HttpRequestException("x", new SocketException((int)error))).ShouldBe(category, code, inText);

    [Theory]
    [InlineData("ssh: Could not resolve hostname x: Name or service not known", ErrorCategory.InvalidInput, "docker-host-unknown", "'host'")]
    [InlineData("ssh: Could not resolve hostname x: Temporary failure in name resolution", ErrorCategory.Transient, "docker-ssh-failed", "Temporary failure")]
    [InlineData("dial unix /var/run/docker.sock: connect: permission denied", ErrorCategory.Unauthorized, "docker-socket-denied", "group docker")]
    [InlineData("root@x: Permission denied (publickey).", ErrorCategory.Unauthorized, "docker-ssh-denied", "'ssh-key'")]
    [InlineData("bash: line 1: docker: command not found", ErrorCategory.InvalidInput, "docker-ssh-no-docker", "'host'")]
    [InlineData(SshFailedException.NoClient, ErrorCategory.InvalidInput, "docker-ssh-missing", "OpenSSH")]
    public void Map_SshFails_HasItsCategory(string errors, ErrorCategory category, string code, string inText) =>
        Map(new HttpRequestException("x", new SshFailedException(errors, errors))).ShouldBe(category, code, inText);

    [Theory]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(500)]
    public void Map_RefusalThatIsNotTheEngines_SaysNothingOfContainers(int status) =>
        Map(new EngineException((HttpStatusCode)status, "no message", isOfEngine: false)).ShouldBe(ErrorCategory.Transient, "docker-engine-unreachable", "'host'");

    [Fact]
    public void Map_NoAnswerInTime_IsTransient() =>
        Map(new TaskCanceledException("x", new TimeoutException())).ShouldBe(ErrorCategory.Transient, "docker-timeout", "no answer in time");

    [Fact]
    public void Map_AnswerThatIsNoJson_IsUnexpected() =>
        Map(new System.Text.Json.JsonException("x")).ShouldBe(ErrorCategory.Unexpected, "docker-answer-unexpected", "The engine did not: x.");

    [Fact]
    public async Task GetAsync_SocketMissing_AsksWhetherDockerRuns()
    {
        using var provider = new DockerProvider(new DockerConnectionOptions { Host = "unix:///no/such.sock" }, new DockerMachineOptions(), TimeProvider.System);

        var failure = (await provider.Awaiting(docker => docker.GetAsync("x", default)).Should().ThrowAsync<ActionableException>()).Which;

        failure.ShouldBe(ErrorCategory.InvalidInput, "docker-socket-missing", "Is Docker running there? Check input 'host' (or DOCKER_HOST).");
        failure.Message.Should().StartWith("The Docker engine at unix:///no/such.sock").And.EndWith(": there is no socket at /no/such.sock.");
    }

    [Fact]
    public async Task GetAsync_NobodyListens_IsTransient()
    {
        using var provider = new DockerProvider(new DockerConnectionOptions { Host = $"tcp://127.0.0.1:{Ports.Free()}" }, new DockerMachineOptions(), TimeProvider.System);

        var failure = (await provider.Awaiting(docker => docker.GetAsync("x", default)).Should().ThrowAsync<ActionableException>()).Which;

        failure.ShouldBe(ErrorCategory.Transient, "docker-engine-unreachable", "Check input 'host' (or DOCKER_HOST).");
        failure.Message.Should().EndWith(": nothing listens there (connection refused).");
    }

    [Fact]
    public void Map_NoLocalAddressForTcp_IsNoMissingSocket()
    {
        var failure = Map(new HttpRequestException("x", new SocketException((int)SocketError.AddressNotAvailable)), host: "tcp://engine.example");

        failure.ShouldBe(ErrorCategory.Transient, "docker-engine-unreachable", "'host'");
    }

    [Theory]
    [InlineData("ssh://engine.example", "ssh -o BatchMode=yes -- engine.example docker version.")]
    [InlineData("ssh://me@engine.example:2222", "ssh -o BatchMode=yes -p 2222 -- me@engine.example docker version.")]
    public void Map_SshFailsForAnotherReason_TellsTheWholeCommand(string host, string command) =>
        Map(new SshFailedException("Connection reset", "Connection reset"), host: host).ShouldBe(ErrorCategory.Transient, "docker-ssh-failed", command);

    [Theory]
    [InlineData("Get \"https://ghcr.example/v2/\": dial tcp: lookup ghcr.example: no such host", "dial tcp: lookup ghcr.example: no such host")]
    [InlineData("failed to resolve reference \"ghcr.example/a/b:1\": failed to do request: Head \"https://ghcr.example/v2/a/b/manifests/1\": dial tcp: lookup ghcr.example: no such host",
        "dial tcp: lookup ghcr.example: no such host")]
    [InlineData("Head \"https://ghcr.example/v2/a/b/manifests/1\": Get \"https://ghcr.example/token?scope=x\": net/http: request canceled\n (Client.Timeout exceeded)\n",
        "net/http: request canceled (Client.Timeout exceeded)")]
    [InlineData("failed to copy: httpReadSeeker: failed open: EOF", "httpReadSeeker: failed open: EOF")]
    public void Map_RegistryUnreachable_SaysItInOneLineWithoutUrls(string message, string rest)
    {
        var failure = Map(new EngineException(HttpStatusCode.InternalServerError, message), isPull: true);

        failure.ShouldBe(ErrorCategory.Transient, "docker-registry-unreachable", "'image'");
        failure.Message.Should().Be($"The engine did not: {rest}.");
    }

    [Fact]
    public void Map_MessageThatIsNothingButSteps_IsKept() =>
        Map(new EngineException(HttpStatusCode.InternalServerError, "failed to do request: ")).Message.Should().Contain("failed to do request");

    private static ActionableException Map(Exception exception, bool isPull = false, string host = EngineAddress.DefaultText) =>
        DockerErrors.Map("The engine did not", exception, EngineAddress.TryParse(host, out var address, out _) ? address : throw new FormatException(host), isPull);
}
