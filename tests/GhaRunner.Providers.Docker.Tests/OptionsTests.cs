using GhaRunner.Abstractions;
using GhaRunner.Providers.Docker.Containers;
using GhaRunner.Providers.Docker.Tests.Fixtures;

namespace GhaRunner.Providers.Docker.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Validate_Defaults_AreValid()
    {
        new DockerConnectionOptions().Validate().Should().BeEmpty();
        new DockerMachineOptions().Validate().Should().BeEmpty();
    }

    [Theory]
    [InlineData("6m", 6L << 20)]
    [InlineData("512M", 512L << 20)]
    [InlineData("4g", 4L << 30)]
    [InlineData("1.5GiB", 3L << 29)]
    [InlineData("8192kb", 8L << 20)]
    [InlineData("2t", 2L << 40)]
    public void MemorySize_Amount_IsInUnitsOf1024(string text, long expected)
    {
        MemorySize.TryParse(text, out var bytes, out var problem).Should().BeTrue(problem);
        bytes.Should().Be(expected);
    }

    [Theory]
    [InlineData("4")]
    [InlineData("4 g")]
    [InlineData("-4g")]
    [InlineData("four")]
    [InlineData("g")]
    [InlineData("1,5g")]
    [InlineData("4g\n")]
    [InlineData("5m")]
    [InlineData("999999999999999999t")]
    public void Validate_MemoryMalformed_IsRefused(string text) => ShouldRefuse(new DockerMachineOptions { Memory = text }, "memory", text);

    [Theory]
    [InlineData("all", -1, null)]
    [InlineData("2", 2, null)]
    [InlineData("device=0,GPU-12ab-34", null, "0 GPU-12ab-34")]
    public void GpuRequest_Choice_IsReadAsDockersClientReadsIt(string text, int? count, string? ids)
    {
        GpuRequest.TryParse(text, out var request, out _).Should().BeTrue();
        request!.Count.Should().Be(count);
        (request.DeviceIDs is null ? null : string.Join(' ', request.DeviceIDs)).Should().Be(ids);
        request.Capabilities.Should().BeEquivalentTo(new[] { new[] { "gpu" } });
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("some")]
    [InlineData("device=")]
    [InlineData("device=0,")]
    [InlineData("device=0;1")]
    [InlineData("1.5")]
    public void Validate_GpusMalformed_AreRefused(string text) => ShouldRefuse(new DockerMachineOptions { Gpus = text }, "gpus", text);

    [Theory]
    [InlineData("/a:/b", "bind", "/a", "/b", false)]
    [InlineData("/a:/b:ro", "bind", "/a", "/b", true)]
    [InlineData("cache_1:/root/.cache:rw", "volume", "cache_1", "/root/.cache", false)]
    public void VolumeMount_Item_IsReadAsDockersClientReadsIt(string text, string type, string source, string target, bool readOnly)
    {
        VolumeMount.TryParse(text, out var mount, out var problem).Should().BeTrue(problem);
        mount.Should().Be(new Engine.Mount(type, source, target, readOnly));
    }

    [Theory]
    [InlineData("/a")]
    [InlineData("/a:b")]
    [InlineData("/a:/")]
    [InlineData("./a:/b")]
    [InlineData("../a:/b")]
    [InlineData(":/b")]
    [InlineData("/a:/b:z")]
    [InlineData("/a:/b:ro:x")]
    public void Validate_VolumeMalformed_IsRefused(string text) => ShouldRefuse(new DockerMachineOptions { Volumes = ["/ok:/ok", text] }, "volumes", text);

    [Theory]
    [InlineData("ubuntu", "ubuntu", "latest", "https://index.docker.io/v1/", true)]
    [InlineData("owner/name:1.2", "owner/name", "1.2", "https://index.docker.io/v1/", false)]
    [InlineData("ghcr.io/actions/actions-runner:latest", "ghcr.io/actions/actions-runner", "latest", "ghcr.io", true)]
    [InlineData("localhost/a_b/c--d", "localhost/a_b/c--d", "latest", "localhost", true)]
    [InlineData("127.0.0.1:5000/x:y", "127.0.0.1:5000/x", "y", "127.0.0.1:5000", false)]
    public void ImageReference_Name_IsTakenApart(string text, string repository, string tag, string registry, bool moves)
    {
        ImageReference.TryParse(text, out var reference).Should().BeTrue();
        reference.Should().Be(new ImageReference(repository, tag, registry));
        reference!.Moves.Should().Be(moves);
    }

    [Fact]
    public void ImageReference_TagAndDigest_TakesTheDigest()
    {
        var digest = "sha256:" + new string('a', 64);

        ImageReference.TryParse($"ghcr.io/x/y:latest@{digest}", out var reference).Should().BeTrue();

        reference.Should().Be(new ImageReference("ghcr.io/x/y", digest, "ghcr.io"));
        reference!.Moves.Should().BeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("UPPER/case")]
    [InlineData("a b")]
    [InlineData("x:tag?fromSrc=http://evil")]
    [InlineData("../x")]
    [InlineData("x@sha256:12")]
    [InlineData("https://ghcr.io/x")]
    public void Validate_ImageMalformed_IsRefused(string text) => ShouldRefuse(new DockerMachineOptions { Image = text }, "image", $"'{text}'");

    [Fact]
    public void Validate_CredentialsByHalves_NamesTheMissingHalf()
    {
        ShouldRefuse(new DockerMachineOptions { RegistryUsername = "u" }, "registry-password", "registry-username");
        ShouldRefuse(new DockerMachineOptions { RegistryPassword = "p" }, "registry-username", "registry-password");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/var/run/docker.sock")]
    [InlineData("unix://relative.sock")]
    [InlineData("npipe:////./pipe/docker_engine")]
    [InlineData("https://host:2376")]
    [InlineData("tcp://user@host:2375")]
    [InlineData("tcp://host:0")]
    [InlineData("tcp://host:65536")]
    [InlineData("tcp://host/path")]
    [InlineData("ssh://-oProxyCommand=id")]
    [InlineData("ssh://-l@host")]
    [InlineData("ssh://user@-host")]
    [InlineData("ssh://user@host name")]
    [InlineData("ssh://user@host;id")]
    [InlineData("ssh://user@host\n")]
    [InlineData("ssh://$(id)@host")]
    public void Validate_HostMalformed_IsRefused(string text) => ShouldRefuse(new DockerConnectionOptions { Host = text }, "host", $"'{text}'");

    [Fact]
    public void Validate_TlsInputs_MustFitTheHostAndEachOther()
    {
        var authority = new CertificateAuthority("test");
        var (certificate, key) = authority.IssueClient();
        var (_, otherKey) = authority.IssueClient();

        ShouldRefuse(new DockerConnectionOptions { TlsCa = authority.Pem }, "host", "tcp://");
        ShouldRefuse(new DockerConnectionOptions { Host = "tcp://h:2376" }, "tls-ca", "2376");
        ShouldRefuse(new DockerConnectionOptions { Host = "tcp://h", TlsCert = certificate }, "tls-key", "go together");
        ShouldRefuse(new DockerConnectionOptions { Host = "tcp://h", TlsKey = key }, "tls-cert", "go together");
        ShouldRefuse(new DockerConnectionOptions { Host = "tcp://h", TlsCa = "/no/such/file" }, "tls-ca", "cannot be used");
        ShouldRefuse(new DockerConnectionOptions { Host = "tcp://h", TlsCa = key }, "tls-ca", "cannot be used");
        ShouldRefuse(new DockerConnectionOptions { Host = "tcp://h", TlsCert = certificate, TlsKey = otherKey }, "tls-cert", "belong");
        ShouldRefuse(new DockerConnectionOptions { Host = "tcp://h", TlsCert = certificate, TlsKey = certificate }, "tls-cert", "belong");
        new DockerConnectionOptions { Host = "tcp://h", TlsCa = authority.Pem, TlsCert = certificate, TlsKey = key }.Validate().Should().BeEmpty();
    }

    [Fact]
    public void Validate_SshInputs_MustFitTheHostAndBeReadable()
    {
        const string key = "-----BEGIN OPENSSH PRIVATE KEY-----\nx\n-----END OPENSSH PRIVATE KEY-----";

        ShouldRefuse(new DockerConnectionOptions { SshKey = key }, "host", "ssh://");
        ShouldRefuse(new DockerConnectionOptions { Host = "ssh://h", SshKey = "/no/such/file" }, "ssh-key", "neither");
        ShouldRefuse(new DockerConnectionOptions { Host = "ssh://h", SshKnownHosts = "/no/such/file" }, "ssh-known-hosts", "neither");
        ShouldRefuse(new DockerConnectionOptions { Host = "ssh://h", SshKnownHosts = "/tmp\" -oProxyCommand=id" }, "ssh-known-hosts", "neither");
        new DockerConnectionOptions { Host = "ssh://h", SshKey = key, SshKnownHosts = "h ssh-ed25519 AAAA" }.Validate().Should().BeEmpty();
    }

    [Fact]
    public void AddDocker_Registry_DeclaresTheProviderOnce()
    {
        var registry = new ProviderRegistry().AddDocker();

        registry.Declarations.Should().ContainSingle().Which.Name.Should().Be("docker");
        registry.Invoking(again => again.AddDocker()).Should().Throw<ArgumentException>();
    }

    private static void ShouldRefuse(IValidatedOptions options, string input, string inMessage)
    {
        var problem = options.Validate().Should().ContainSingle().Subject;
        problem.Input.Should().Be(input);
        problem.Message.Should().Contain(inMessage);
    }
}
