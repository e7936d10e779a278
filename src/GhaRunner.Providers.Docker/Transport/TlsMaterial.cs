using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Docker.Transport;

/// <summary>What the inputs <c>tls-*</c> make of a connection: whom we trust, and who we are.</summary>
internal static class TlsMaterial
{
    /// <summary>Whether a TCP connection is to be secured.</summary>
    public static bool IsWanted(DockerConnectionOptions options) =>
        options.TlsCa.Length > 0 || options.TlsCert.Length > 0 || options.TlsKey.Length > 0;

    /// <summary>Checks the inputs <c>tls-*</c>, by reading the certificates.</summary>
    /// <returns>Everything that is wrong.</returns>
    public static IEnumerable<InputProblem> Validate(DockerConnectionOptions options, EngineAddress address)
    {
        if (address.Scheme != EngineScheme.Tcp)
        {
            if (IsWanted(options))
                yield return new InputProblem("host", "must be tcp://… with the inputs tls-ca, tls-cert and tls-key.");
            yield break;
        }

        if (!IsWanted(options) && address.Port == EngineAddress.TlsPort)
            yield return new InputProblem("tls-ca", $"is needed, with tls-cert and tls-key: {EngineAddress.TlsPort} is Docker's port for TLS.");
        if (options.TlsCert.Length > 0 != options.TlsKey.Length > 0)
            yield return new InputProblem(options.TlsCert.Length > 0 ? "tls-key" : "tls-cert", "is needed: a certificate and its key go together.");
        if (options.TlsCa.Length > 0 && WhyUseless(() => ReadAuthorities(options.TlsCa)) is { } caProblem)
            yield return new InputProblem("tls-ca", caProblem);
        if (options.TlsCert.Length > 0 && options.TlsKey.Length > 0 && WhyUseless(() => ReadIdentity(options)) is { } certProblem)
            yield return new InputProblem("tls-cert", certProblem);
    }

    /// <summary>Makes the options of a connection. The engine's certificate is always verified, name included.</summary>
    /// <returns>Options for a socket handler.</returns>
    public static SslClientAuthenticationOptions CreateOptions(DockerConnectionOptions options)
    {
        var tls = new SslClientAuthenticationOptions();
        if (options.TlsCa.Length > 0)
        {
            // A private authority publishes no revocation lists.
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(ReadAuthorities(options.TlsCa));
            tls.CertificateChainPolicy = policy;
        }

        if (options.TlsCert.Length > 0)
        {
            var identity = ReadIdentity(options);
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(identity[0], identity, offline: true);
        }

        return tls;
    }

    private static X509Certificate2Collection ReadAuthorities(string value)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(Read(value));
        return authorities.Count > 0 ? authorities : throw new CryptographicException("no certificate");
    }

    // The first certificate is the client's own; intermediate authorities may follow.
    private static X509Certificate2Collection ReadIdentity(DockerConnectionOptions options)
    {
        var pem = Read(options.TlsCert);
        var chain = ReadAuthorities(pem);
        chain[0].Dispose();
        chain[0] = X509Certificate2.CreateFromPem(pem, Read(options.TlsKey));
        return chain;
    }

    private static string Read(string value) => TextOrFile.IsPem(value) ? value : File.ReadAllText(value);

    private static string? WhyUseless(Func<X509Certificate2Collection> read)
    {
        try
        {
            foreach (var certificate in read())
                certificate.Dispose();
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return "cannot be used: it must be PEM text, or a file that can be read here, with a certificate; "
                + "a key must be unencrypted and belong to its certificate.";
        }
    }
}
