using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Helpdesk.Tests.Support;

/// <summary>A private certificate authority and a certificate of its making for this machine's loopback names, as PEM files.</summary>
public static class PrivateAuthority
{
    /// <summary>The files: the authority to trust, the server's certificate, its key.</summary>
    public sealed record Files(string Authority, string Certificate, string Key);

    public static Files Make(string folder)
    {
        Directory.CreateDirectory(folder);
        var from = DateTimeOffset.UtcNow.AddDays(-1);
        using var authorityKey = RSA.Create(2048);
        var authority = new CertificateRequest("CN=Tests' own authority", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        using var root = authority.CreateSelfSigned(from, from.AddYears(5));

        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var certificate = request.Create(root, from, from.AddYears(4), RandomNumberGenerator.GetBytes(8));

        var files = new Files(Path.Combine(folder, "authority.pem"), Path.Combine(folder, "server.pem"), Path.Combine(folder, "server.key"));
        File.WriteAllText(files.Authority, root.ExportCertificatePem());
        File.WriteAllText(files.Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        return files;
    }
}
