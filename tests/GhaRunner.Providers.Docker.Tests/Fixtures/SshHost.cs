using GhaRunner.Conformance.RealParts;

namespace GhaRunner.Providers.Docker.Tests.Fixtures;

/// <summary>A real sshd on loopback, with keys of its own, that lets one key in.</summary>
public sealed class SshHost : IAsyncLifetime
{
    private readonly Service service = new();

    public int Port => service.Port;

    public string Address => $"ssh://{Environment.UserName}@127.0.0.1:{Port}";

    public string ClientKey { get; private set; } = "";

    public string ClientKeyPath => service.PathOf("client");

    public string StrangerKey { get; private set; } = "";

    public string KnownHosts { get; private set; } = "";

    public string KnownHostsOfAnother { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (RealPart.MissingEngine is null && RealParts.MissingSshd is null)
            await StartAsync("");
    }

    /// <summary>Starts it.</summary>
    /// <param name="forcedCommand">What every session runs instead of what the client asks for; "" for just that.</param>
    internal async Task StartAsync(string forcedCommand)
    {
        foreach (var name in new[] { "host", "client", "stranger", "another" })
            await Command.OutputAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", service.PathOf(name));
        ClientKey = await File.ReadAllTextAsync(service.PathOf("client"));
        StrangerKey = await File.ReadAllTextAsync(service.PathOf("stranger"));
        KnownHosts = $"[127.0.0.1]:{Port} {await File.ReadAllTextAsync(service.PathOf("host.pub"))}";
        KnownHostsOfAnother = $"[127.0.0.1]:{Port} {await File.ReadAllTextAsync(service.PathOf("another.pub"))}";
        var config = await service.WriteAsync("sshd_config", $"""
            ListenAddress 127.0.0.1
            Port {Port}
            HostKey {service.PathOf("host")}
            AuthorizedKeysFile {service.PathOf("client.pub")}
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin prohibit-password
            UsePAM no
            StrictModes no
            PidFile none
            {(forcedCommand.Length > 0 ? $"ForceCommand {forcedCommand}" : "")}
            """);
        if (Environment.IsPrivilegedProcess)
            Directory.CreateDirectory("/run/sshd"); // What root's sshd confines itself to before a login; another user's cannot.
        await service.StartAsync("/usr/sbin/sshd", "-D", "-e", "-f", config);
    }

    public Task DisposeAsync() => service.StopAsync();
}
