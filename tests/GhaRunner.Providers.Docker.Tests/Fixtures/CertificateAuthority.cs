using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GhaRunner.Providers.Docker.Tests.Fixtures;

/// <summary>A private authority, as people make one for their engine.</summary>
internal sealed class CertificateAuthority(string name)
{
    private static readonly DateTimeOffset from = DateTimeOffset.UtcNow.AddDays(-1);
    private static readonly DateTimeOffset to = DateTimeOffset.UtcNow.AddDays(1);
    private readonly X509Certificate2 root = CreateRoot(name);

    public string Pem => root.ExportCertificatePem();

    public X509Certificate2 Root => root;

    public (string Certificate, string Key) IssueClient() => Issue("1.3.6.1.5.5.7.3.2", null);

    public (string Certificate, string Key) IssueServer(IPAddress address) => Issue("1.3.6.1.5.5.7.3.1", address);

    private (string Certificate, string Key) Issue(string usage, IPAddress? address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=docker", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        if (address is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(address);
            request.CertificateExtensions.Add(names.Build());
        }

        using var certificate = request.Create(root, from, to, RandomNumberGenerator.GetBytes(8));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static X509Certificate2 CreateRoot(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(from.AddHours(-1), to.AddHours(1));
    }
}
