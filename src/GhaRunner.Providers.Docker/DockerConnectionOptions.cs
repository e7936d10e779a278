using GhaRunner.Abstractions;
using GhaRunner.Providers.Docker.Transport;

namespace GhaRunner.Providers.Docker;

/// <summary>How to reach the Docker engine: a local socket, TCP with or without TLS, or SSH.</summary>
public sealed class DockerConnectionOptions : IValidatedOptions
{
    /// <summary>The engine's address.</summary>
    /// <value>
    /// <c>unix:///path</c>, <c>tcp://host[:port]</c> or <c>ssh://[user@]host[:port]</c>; default
    /// <c>unix:///var/run/docker.sock</c>.
    /// </value>
    [Input("host", "The Docker engine: unix:///path/to/socket, tcp://host:port (with the tls-* inputs) or ssh://user@host.",
        Default = EngineAddress.DefaultText, EnvironmentVariable = "DOCKER_HOST")]
    public string Host { get; set; } = EngineAddress.DefaultText;

    /// <summary>The certificate authorities that may have signed the engine's certificate.</summary>
    /// <value>PEM text, or the path of a PEM file; default none: the authorities that this system trusts.</value>
    [Input("tls-ca", "For tcp://: the authority that signed the engine's certificate, as PEM text or a file's path.")]
    public string TlsCa { get; set; } = "";

    /// <summary>The client's certificate, with its chain if it needs one; goes with <see cref="TlsKey"/>.</summary>
    /// <value>PEM text, or the path of a PEM file; default none.</value>
    [Input("tls-cert", "For tcp://: the client certificate that the engine asks for, as PEM text or a file's path.")]
    public string TlsCert { get; set; } = "";

    /// <summary>The unencrypted private key of <see cref="TlsCert"/>.</summary>
    /// <value>PEM text, or the path of a PEM file; default none.</value>
    [Input("tls-key", "For tcp://: the private key of tls-cert, as PEM text or a file's path.", Secret = true)]
    public string TlsKey { get; set; } = "";

    /// <summary>The private key to log in with over SSH.</summary>
    /// <value>A private key's text, or its file's path; without a passphrase; default none: OpenSSH's own defaults and agent.</value>
    [Input("ssh-key", "For ssh://: the private key to log in with, as text or a file's path; OpenSSH's own keys when unset.", Secret = true)]
    public string SshKey { get; set; } = "";

    /// <summary>The host keys that are accepted, in the format of <c>known_hosts</c>.</summary>
    /// <value>Lines of text, or a file's path; default none: OpenSSH's own <c>known_hosts</c>. An unknown key is never accepted.</value>
    [Input("ssh-known-hosts", "For ssh://: lines of known_hosts (what ssh-keyscan prints) or a file's path; OpenSSH's own when unset.")]
    public string SshKnownHosts { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<InputProblem> Validate()
    {
        if (!EngineAddress.TryParse(Host, out var address, out var problem))
            return [new InputProblem("host", problem)];
        return [.. TlsMaterial.Validate(this, address), .. SshMaterial.Validate(this, address)];
    }
}
