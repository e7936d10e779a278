using GhaRunner.Providers.Docker.Transport;

namespace GhaRunner.Providers.Docker.Tests;

public sealed class EngineAddressTests
{
    [Theory]
    [InlineData("unix:///var/run/docker.sock", "Unix|/var/run/docker.sock||0|")]
    [InlineData("tcp://docker:2375", "Tcp||docker|2375|")]
    [InlineData("tcp://[::1]:2376/", "Tcp||::1|2376|")]
    [InlineData("tcp://10.0.0.1", "Tcp||10.0.0.1|0|")]
    [InlineData("ssh://ci@build-1.example.org:2222", "Ssh||build-1.example.org|2222|ci")]
    [InlineData("ssh://alias", "Ssh||alias|0|")]
    public void TryParse_Address_IsTakenApart(string text, string expected)
    {
        EngineAddress.TryParse(text, out var address, out var problem).Should().BeTrue(problem);

        $"{address!.Scheme}|{address.Path}|{address.Host}|{address.Port}|{address.User}".Should().Be(expected);
    }

    [Theory]
    [InlineData("tcp://docker", false, "http://docker:2375/")]
    [InlineData("tcp://docker:99", false, "http://docker:99/")]
    [InlineData("tcp://docker", true, "https://docker:2376/")]
    [InlineData("tcp://[::1]", true, "https://[::1]:2376/")]
    [InlineData("ssh://docker", false, "http://docker/")]
    public void Create_Address_DecidesSchemeAndPort(string host, bool tls, string expected)
    {
        var options = new DockerConnectionOptions { Host = host, TlsCa = tls ? new Fixtures.CertificateAuthority("test").Pem : "" };
        EngineAddress.TryParse(host, out var address, out _).Should().BeTrue();

        var (handler, baseAddress) = EngineTransport.Create(options, address!, TimeProvider.System);

        handler.Dispose();
        baseAddress.ToString().Should().Be(expected);
    }

    [Fact]
    public void WriteArguments_Address_ComesAfterTheEndOfOptions()
    {
        EngineAddress.TryParse("ssh://ci@build:2222", out var address, out _).Should().BeTrue();

        var arguments = SshStream.WriteArguments(address!, ["-i", "/key"]);

        string.Join(' ', arguments).Should().StartWith("-T -o BatchMode=yes ").And.EndWith("-i /key -p 2222 -- ci@build docker system dial-stdio");
    }

    [Fact]
    public void Create_Proxy_IsNotUsed()
    {
        EngineAddress.TryParse("tcp://docker", out var address, out _).Should().BeTrue();

        var (handler, _) = EngineTransport.Create(new DockerConnectionOptions(), address!, TimeProvider.System);

        using (handler)
            handler.UseProxy.Should().BeFalse();
    }
}
