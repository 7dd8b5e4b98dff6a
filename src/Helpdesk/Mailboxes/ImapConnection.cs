using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Helpdesk.CommandLine;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using Microsoft.Extensions.Options;

namespace Helpdesk.Mailboxes;

/// <summary>Opens a mailbox on its server and says in a sentence why it could not.</summary>
sealed class ImapConnection(AccessTokens tokens, IOptions<PollingOptions> polling)
{
    /// <summary>Connected and logged in.</summary>
    /// <param name="refused">An access token that the server no longer takes; null when none is known.</param>
    /// <exception cref="MailboxFailure">Unreachable, untrusted, or the log-in was refused.</exception>
    public async Task<SpillingImapClient> OpenAsync(MailboxOptions mailbox, string? refused, CancellationToken stop)
    {
        var token = await TokenAsync(mailbox, refused, stop);
        try
        {
            return await LogInAsync(mailbox, token, stop);
        }
        catch (MailboxFailure failure) when (token is not null && refused is null && failure.InnerException is AuthenticationException)
        {
            // The kept token may have been withdrawn; one fresh token, and then it is the set-up that is wrong.
            return await OpenAsync(mailbox, token, stop);
        }
    }

    async Task<string?> TokenAsync(MailboxOptions mailbox, string? refused, CancellationToken stop)
    {
        try
        {
            return mailbox.OAuth2 is { } oauth ? await tokens.ForAsync(oauth, refused, stop) : null;
        }
        catch (TokenRefused e)
        {
            throw new MailboxFailure(Sentence(mailbox, e)!, e);
        }
    }

    async Task<SpillingImapClient> LogInAsync(MailboxOptions mailbox, string? token, CancellationToken stop)
    {
        var client = new SpillingImapClient { Timeout = (int)polling.Value.Patience.TotalMilliseconds, CheckCertificateRevocation = false, Token = token };
        if (mailbox.CertificateFile is { } file)
        {
            Trust(client, file);
        }

        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(polling.Value.Patience);
            var socket = await SocketAsync(mailbox, patience.Token, stop);
            client.Line = new(socket, polling.Value.Patience);
            await client.ConnectAsync(client.Line, mailbox.Host, mailbox.Port, mailbox.Security switch
            {
                ConnectionSecurity.Tls => SecureSocketOptions.SslOnConnect,
                ConnectionSecurity.StartTls => SecureSocketOptions.StartTls,
                ConnectionSecurity.None => SecureSocketOptions.None,
            }, stop);
            if (token is null)
            {
                await client.AuthenticateAsync(mailbox.User, mailbox.Password ?? await SecretFile.ReadAsync("PasswordFile", mailbox.PasswordFile!, stop), stop);
            }
            else
            {
                await client.AuthenticateAsync(Mechanism(client, mailbox.User, token), stop);
            }

            return client;
        }
        catch (NotSupportedException e) when (mailbox.Security == ConnectionSecurity.StartTls && !client.IsConnected)
        {
            client.Dispose();
            throw new MailboxFailure($"Mailbox '{mailbox.Name}' ({mailbox.Host}:{mailbox.Port}): the server does not offer STARTTLS; use Security Tls with port 993.", e);
        }
        catch (Exception e) when (Sentence(mailbox, e) is not null)
        {
            client.Dispose();
            throw new MailboxFailure(Sentence(mailbox, e)!, e);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <exception cref="TimeoutException">The host did not answer in time.</exception>
    static async Task<Socket> SocketAsync(MailboxOptions mailbox, CancellationToken patience, CancellationToken stop)
    {
        try
        {
            return await Destinations.ConnectAsync(mailbox.Host, mailbox.Port, patience);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new TimeoutException("no connection", e);
        }
    }

    /// <summary>OAUTHBEARER (RFC 7628) where the server offers it, else XOAUTH2, which Microsoft and Google speak.</summary>
    static SaslMechanism Mechanism(ImapClient client, string user, string token) =>
        client.AuthenticationMechanisms.Contains("OAUTHBEARER") ? new SaslMechanismOAuthBearer(user, token) : new SaslMechanismOAuth2(user, token);

    /// <summary>What a failure of the server means for the person who set the mailbox up; null when it is no matter of the server.</summary>
    public static string? Sentence(MailboxOptions mailbox, Exception failure)
    {
        var where = $"Mailbox '{mailbox.Name}' ({mailbox.Host}:{mailbox.Port})";
        return failure switch
        {
            _ when BackOff.Hint(failure) is { } pause => $"{where}: the server asks for a pause of {pause.TotalSeconds:N0} seconds (throttled, or the log-in has no right to the mailbox); it is left alone until then.",
            TokenRefused refused => $"{where}: no access token ({refused.Error}); check OAuth2 TokenEndpoint, ClientId, ClientSecret and Scope, and whether the secret has expired.",
            AuthenticationException => $"{where}: the server refused the log-in; check {(mailbox.OAuth2 is null ? "User and Password" : "User and the application's right to this mailbox")}.",
            SslHandshakeException => $"{where}: the server's certificate is not trusted or TLS is not spoken there; check Host, Port and Security, or name the certificate authority with CertificateFile.",
            SocketException or IOException { InnerException: SocketException } => $"{where}: the server cannot be reached ({(failure as SocketException ?? (SocketException)failure.InnerException!).SocketErrorCode}); check Host, Port and the network.",
            NotSupportedException => $"{where}: the server does not offer something that is needed to read it; what was stored stays, the next poll tries again.",
            FolderNotFoundException missing => $"{where}: there is no folder '{missing.FolderName}'; check Folders.",
            TimeoutException => $"{where}: the server did not answer in time (Polling__Patience); the next poll tries again.",
            ImapProtocolException or ImapCommandException or IOException or ServiceNotConnectedException or FolderNotOpenException => $"{where}: the server broke off ({failure.GetType().Name}); what was stored stays, the next poll goes on.",
            _ => null,
        };
    }

    /// <summary>Trusts the certificate authorities of the file for this server, beside nothing else.</summary>
    static void Trust(ImapClient client, string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        client.ServerCertificateValidationCallback = (_, certificate, given, errors) =>
        {
            if (certificate is null || errors.HasFlag(System.Net.Security.SslPolicyErrors.RemoteCertificateNameMismatch))
            {
                return false;
            }

            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            if (given is not null)
            {
                chain.ChainPolicy.ExtraStore.AddRange(given.ChainElements.Select(e => e.Certificate).ToArray());
            }

            return chain.Build(X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()));
        };
    }
}
