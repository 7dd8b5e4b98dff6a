using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Helpdesk.Accounts;

/// <summary>Locks a cookie key with the key file before it goes into the database (AES-256-GCM).</summary>
sealed class KeyLock(KeyFile file) : IXmlEncryptor
{
    public const string Element = "locked";

    public static int TagSize => AesGcm.TagByteSizes.MaxSize;

    public static int NonceSize => AesGcm.NonceByteSizes.MaxSize;

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealedBytes = new byte[NonceSize + TagSize + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(file.Key, TagSize);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceSize + TagSize), sealedBytes.AsSpan(NonceSize, TagSize));
        return new(new XElement(Element, Convert.ToBase64String(sealedBytes)), typeof(KeyUnlock));
    }
}
