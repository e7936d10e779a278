using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace GhaRunner.Providers.Docker.Transport;

/// <summary>How an engine is reached.</summary>
internal enum EngineScheme
{
    Unix,
    Tcp,
    Ssh,
}

/// <summary>Where an engine is, from the input <c>host</c>.</summary>
/// <param name="Scheme">How it is reached.</param>
/// <param name="Path">The socket's path, for <see cref="EngineScheme.Unix"/>; else empty.</param>
/// <param name="Host">A name or an address, without brackets; empty for <see cref="EngineScheme.Unix"/>.</param>
/// <param name="Port">The port; 0 for the default of SSH.</param>
/// <param name="User">The user to log in as, for <see cref="EngineScheme.Ssh"/>; empty for OpenSSH's choice.</param>
internal sealed partial record EngineAddress(EngineScheme Scheme, string Path, string Host, int Port, string User)
{
    /// <summary>Where the engine of this machine listens.</summary>
    public const string DefaultText = "unix:///var/run/docker.sock";

    /// <summary>Docker's own ports: without TLS, and with it.</summary>
    public const int PlainPort = 2375;

    /// <inheritdoc cref="PlainPort"/>
    public const int TlsPort = 2376;

    private const string Unix = "unix://";

    // The kernel's limit for the path of a socket, less its terminator.
    private const int LongestPath = 107;

    /// <summary>Reads an address. What is accepted as user and host never starts with a hyphen, nor holds a blank.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="address">The address, when the answer is <see langword="true"/>.</param>
    /// <param name="problem">What is wrong, as the rest of a sentence that starts with the input's name; else empty.</param>
    /// <returns>Whether it is an address.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out EngineAddress? address, out string problem)
    {
        address = null;
        problem = "";
        if (text.StartsWith(Unix, StringComparison.Ordinal))
        {
            var path = text[Unix.Length..];
            if (path.StartsWith('/') && System.Text.Encoding.UTF8.GetByteCount(path) <= LongestPath)
                address = new EngineAddress(EngineScheme.Unix, path, "", 0, "");
            else
                problem = $"'{text}' needs an absolute path of at most {LongestPath} bytes after unix://, as in {DefaultText}.";
            return address is not null;
        }

        var match = Remote().Match(text);
        var port = 0;
        if (!match.Success
            || (match.Groups["port"] is { Success: true } digits
                && (!int.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is 0 or > ushort.MaxValue)))
        {
            problem = $"'{text}' is not the address of a Docker engine; write unix:///path/to/socket, tcp://host:port or ssh://user@host.";
            return false;
        }

        var scheme = match.Groups["scheme"].Value == "ssh" ? EngineScheme.Ssh : EngineScheme.Tcp;
        var host = match.Groups["host"].Value.Trim('[', ']');
        if (scheme == EngineScheme.Tcp && match.Groups["user"].Success)
            problem = $"'{text}' names a user, which only ssh:// takes.";
        else
            address = new EngineAddress(scheme, "", host, port, match.Groups["user"].Value);
        return address is not null;
    }

    [GeneratedRegex("""
        \A(?<scheme>tcp|ssh)://((?<user>[A-Za-z0-9_][A-Za-z0-9_.-]*)@)?(?<host>[A-Za-z0-9_][A-Za-z0-9_.-]*|\[[0-9A-Fa-f:.]+\])(:(?<port>[0-9]{1,5}))?/?\z
        """, RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Remote();
}
