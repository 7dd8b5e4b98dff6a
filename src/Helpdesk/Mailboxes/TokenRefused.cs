using MailKit.Security;

namespace Helpdesk.Mailboxes;

/// <summary>The token end point gave no token; <see cref="Error"/> is its error word (RFC 6749, section 5.2), never its text.</summary>
sealed class TokenRefused : AuthenticationException
{
    public TokenRefused(string error)
        : base($"the token end point answered {error}") => Error = error;

    public TokenRefused(string error, Exception cause)
        : base($"the token end point answered {error}", cause) => Error = error;

    public string Error { get; }
}
