using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Helpdesk.Accounts;

/// <summary>Opens what <see cref="KeyLock"/> locked; its name stands beside each key in the database.</summary>
/// <remarks>A key that another key file locked is left aside by the framework with a warning, and a new one is made.</remarks>
sealed class KeyUnlock(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var sealedBytes = Convert.FromBase64String(encryptedElement.Value);
        var plain = new byte[sealedBytes.Length - KeyLock.NonceSize - KeyLock.TagSize];
        using var aes = new AesGcm(services.GetRequiredService<KeyFile>().Key, KeyLock.TagSize);
        aes.Decrypt(sealedBytes.AsSpan(0, KeyLock.NonceSize), sealedBytes.AsSpan(KeyLock.NonceSize + KeyLock.TagSize), sealedBytes.AsSpan(KeyLock.NonceSize, KeyLock.TagSize), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
