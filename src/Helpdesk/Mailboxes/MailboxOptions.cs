using System.ComponentModel.DataAnnotations;
using System.Net;
using Helpdesk.CommandLine;

namespace Helpdesk.Mailboxes;

/// <summary>One shared mailbox to read (section <c>Mailboxes</c>, one block for each).</summary>
sealed class MailboxOptions
{
    /// <summary>What people and the report call it; the name its mail is stored under.</summary>
    public string Name { get; set; } = "";

    public string Host { get; set; } = "";

    public int Port { get; set; } = 993;

    public ConnectionSecurity Security { get; set; } = ConnectionSecurity.Tls;

    /// <summary>The log-in name, free in form: a shared mailbox may want <c>user@domain\alias</c>.</summary>
    public string User { get; set; } = "";

    public string? Password { get; set; }

    /// <summary>A file that holds the password, for container secrets.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>Log-in by client credentials in place of a password.</summary>
    public OAuth2Options? OAuth2 { get; set; }

    /// <summary>PEM of a private certificate authority to trust for this server.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>The folders to read; INBOX if none is named.</summary>
    public IList<string> Folders { get; } = [];

    public IReadOnlyList<string> FolderNames => Folders.Count == 0 ? ["INBOX"] : [.. Folders];

    bool IsLoopback => Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>What is wrong with the block, each thing with its setting's name.</summary>
    public IEnumerable<ValidationResult> Problems(int index)
    {
        var block = $"Mailboxes__{index}__";
        if (Name.Length == 0)
        {
            yield return new($"{block}Name is missing; give the mailbox a name such as helpdesk.");
        }

        if (Host.Length == 0)
        {
            yield return new($"{block}Host is missing; name the IMAP server.");
        }

        if (Port is < 1 or > 65535)
        {
            yield return new($"{block}Port is {Port}; a port lies between 1 and 65535.");
        }

        if (User.Length == 0)
        {
            yield return new($"{block}User is missing; give the log-in name.");
        }

        if (Security == ConnectionSecurity.None && !IsLoopback)
        {
            yield return new($"{block}Security is None, but {Host} is not this machine; use Tls or StartTls.");
        }

        if ((Password is null ? 0 : 1) + (PasswordFile is null ? 0 : 1) + (OAuth2 is null ? 0 : 1) != 1)
        {
            yield return new($"{block}Password, {block}PasswordFile and {block}OAuth2: give exactly one of them.");
        }

        foreach (var problem in OAuth2?.Problems($"{block}OAuth2__") ?? [])
        {
            yield return problem;
        }

        if (PasswordFile is not null && SecretFile.Problem($"{block}PasswordFile", PasswordFile) is { } unsafeFile)
        {
            yield return new(unsafeFile);
        }

        if (CertificateFile is not null && !File.Exists(CertificateFile))
        {
            yield return new($"{block}CertificateFile is {CertificateFile}, and there is no such file.");
        }
    }
}
