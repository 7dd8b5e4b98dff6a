using System.Globalization;
using System.Text.RegularExpressions;
using MailKit.Net.Imap;
using MailKit.Security;

namespace Helpdesk.Mailboxes;

/// <summary>How long a mailbox is left alone after failures.</summary>
static partial class BackOff
{
    static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Log-ins refused again and again lock accounts, so they are tried seldom.</summary>
    static readonly TimeSpan FirstAfterRefusal = TimeSpan.FromMinutes(5);
    static readonly TimeSpan LongestAfterRefusal = TimeSpan.FromHours(1);

    /// <summary>A day: the most a server may ask for, so that a wild number in its answer stops no mailbox for good.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    /// <summary>The pause after this many failures in a row: what the server asks for, else doubled each time, with full jitter in its upper half.</summary>
    public static TimeSpan After(int failures, Exception cause)
    {
        if (Hint(cause) is { } asked)
        {
            return asked < LongestPause ? asked : LongestPause;
        }

        var (first, longest) = cause is AuthenticationException ? (FirstAfterRefusal, LongestAfterRefusal) : (First, Longest);
        var full = Math.Min(longest.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(failures, 20) - 1));
        return TimeSpan.FromSeconds(full * (0.5 + (Random.Shared.NextDouble() / 2)));
    }

    /// <summary>The pause a throttling server asks for: "Suggested Backoff Time: 89117 milliseconds" (Exchange), or five minutes where it only says so.</summary>
    public static TimeSpan? Hint(Exception cause)
    {
        var said = cause switch
        {
            ImapCommandException refused => refused.ResponseText,
            ImapProtocolException broken => broken.Message,
            _ => null,
        };
        if (said is null)
        {
            return null;
        }

        if (Suggested().Match(said) is { Success: true } match)
        {
            return TimeSpan.FromMilliseconds(double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        }

        return Throttled().IsMatch(said) ? TimeSpan.FromMinutes(5) : null;
    }

    /// <summary>The server ended the session because the token ran out: no failure, a new token mends it.</summary>
    public static bool IsExpiredToken(Exception cause) =>
        cause is ImapProtocolException && cause.Message.Contains("AccessTokenExpired", StringComparison.Ordinal);

    /// <summary>The failure in a word, for counting and for the page.</summary>
    public static string Class(Exception cause) => cause switch
    {
        _ when Hint(cause) is not null => "throttled",
        TokenRefused => "token",
        AuthenticationException => "log-in",
        SslHandshakeException => "certificate",
        MailKit.FolderNotFoundException => "folder",
        TimeoutException => "time-out",
        System.Net.Sockets.SocketException => "unreachable",
        _ => "server",
    };

    [GeneratedRegex(@"Suggested Backoff Time:\s*(\d{1,9})\s*milliseconds", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Suggested();

    [GeneratedRegex(@"\bthrottled\b|\[THROTTLED\]|authenticated but not connected", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Throttled();
}
