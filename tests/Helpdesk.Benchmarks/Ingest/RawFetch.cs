using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Helpdesk.Benchmarks.Ingest;

/// <summary>The floor: asks for the bytes of every mail over TLS and drops them as they come.</summary>
static class RawFetch
{
    /// <summary>The last line of an answer; after a log-in it lists all that the server can do.</summary>
    const int Longest = 4_000;

    public static async Task<(TimeSpan Wall, long Bytes)> RunAsync(int port, string user, string password, string authority, int mails)
    {
        var began = Stopwatch.GetTimestamp();
        using var client = new TcpClient("127.0.0.1", port);
        await using var tls = new SslStream(client.GetStream());
        var trusted = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trusted.CustomTrustStore.ImportFromPemFile(authority);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = trusted });
        var buffer = new byte[256 * 1024];
        await CommandAsync(tls, buffer, $"LOGIN {user} {password}");
        await CommandAsync(tls, buffer, "EXAMINE INBOX");
        var bytes = 0L;
        for (var first = 1; first <= mails; first += 500)
        {
            bytes += await CommandAsync(tls, buffer, string.Create(CultureInfo.InvariantCulture, $"FETCH {first}:{Math.Min(mails, first + 499)} (UID BODY.PEEK[])"));
        }

        return (Stopwatch.GetElapsedTime(began), bytes);
    }

    /// <summary>Sends a command and reads to its tagged answer, which ends the last piece read.</summary>
    static async Task<long> CommandAsync(SslStream tls, byte[] buffer, string command)
    {
        await tls.WriteAsync(Encoding.ASCII.GetBytes($"tag {command}\r\n"));
        var bytes = 0L;
        var tail = "";
        while (true)
        {
            var read = await tls.ReadAsync(buffer);
            if (read == 0)
            {
                throw new IOException("the server hung up");
            }

            bytes += read;
            tail = (tail + Encoding.Latin1.GetString(buffer, Math.Max(0, read - Longest), Math.Min(read, Longest)))[^Math.Min(Longest, tail.Length + Math.Min(read, Longest))..];
            if (tail.EndsWith("\r\n", StringComparison.Ordinal) && tail.LastIndexOf("\r\ntag OK", StringComparison.Ordinal) >= 0 || tail.StartsWith("tag OK", StringComparison.Ordinal))
            {
                return bytes;
            }
        }
    }
}
