namespace Helpdesk.Mailboxes;

/// <summary>How the connection to a mail server is protected.</summary>
enum ConnectionSecurity
{
    /// <summary>TLS from the first byte (RFC 8314).</summary>
    Tls,

    /// <summary>Plain at first, TLS by STARTTLS, refused without it.</summary>
    StartTls,

    /// <summary>No protection; on the loopback interface only.</summary>
    None,
}
