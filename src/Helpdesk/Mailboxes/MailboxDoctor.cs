using System.Globalization;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using MailKit.Search;
using MailKit.Security;
using Microsoft.Extensions.Options;

namespace Helpdesk.Mailboxes;

/// <summary>What <c>doctor</c> looks at in the mailboxes: time zone, log-in, folders, a dry read, the token, completeness.</summary>
static class MailboxDoctor
{
    public static IEnumerable<DoctorCheck> Checks(IServiceProvider services)
    {
        yield return new("time zone", _ =>
        {
            var zone = services.GetRequiredService<IOptions<CountingOptions>>().Value.Zone;
            return Task.FromResult($"{zone.Id}, now {TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} there");
        });
        yield return new("mailboxes", _ =>
        {
            var list = services.GetRequiredService<IOptions<MailboxList>>().Value;
            return Task.FromResult(list.Count > 0 ? $"{list.Count} configured" : throw new Refusal("none is configured; set Mailboxes__0__Name, __Host, __User and __Password."));
        });
        foreach (var mailbox in Configured(services))
        {
            if (mailbox.OAuth2 is { } oauth)
            {
                yield return new($"token of {mailbox.Name}", stop => TokenAsync(services.GetRequiredService<AccessTokens>(), oauth, stop));
            }

            yield return new($"mailbox {mailbox.Name}", stop => ReadAsync(services.GetRequiredService<ImapConnection>(), mailbox, stop));
        }

        yield return new("completeness", stop => CompleteAsync(services, stop));
    }

    static IReadOnlyList<MailboxOptions> Configured(IServiceProvider services)
    {
        try
        {
            return services.GetRequiredService<IOptions<MailboxList>>().Value;
        }
        catch (OptionsValidationException)
        {
            return []; // the check "mailboxes" says what is wrong
        }
    }

    static async Task<string> TokenAsync(AccessTokens tokens, OAuth2Options oauth, CancellationToken stop)
    {
        try
        {
            await tokens.ForAsync(oauth, refused: null, stop);
            return oauth.SecretExpires is { } ends ? $"given; the secret ends on {ends.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}" : "given";
        }
        catch (TokenRefused refused)
        {
            throw new Refusal(refused.Error switch
            {
                "invalid_client" => "the token end point does not accept the client's secret; make a new secret (the value, not its id) and set OAuth2__ClientSecret.",
                "unauthorized_client" or "invalid_request" => "the token end point does not know the application; check OAuth2__ClientId and the tenant in OAuth2__TokenEndpoint.",
                "invalid_scope" => "the token end point does not know the scope; for Microsoft 365 it is https://outlook.office365.com/.default.",
                var error => $"no token ({error}); check OAuth2__TokenEndpoint and the network to it.",
            }, refused);
        }
    }

    static async Task<string> ReadAsync(ImapConnection connections, MailboxOptions mailbox, CancellationToken stop)
    {
        try
        {
            using var client = await connections.OpenAsync(mailbox, refused: null, stop);
            var mails = 0;
            foreach (var name in mailbox.FolderNames)
            {
                var folder = await FolderPoll.OpenAsync(client, name, stop);
                mails += folder.Count;
                if (folder.Count > 0)
                {
                    var last = (await folder.SearchAsync(SearchQuery.All, stop)).Max();
                    await using var read = await folder.GetStreamAsync(last, stop);
                }
            }

            await client.DisconnectAsync(quit: true, stop);
            return string.Create(CultureInfo.InvariantCulture, $"logged in, {string.Join(", ", mailbox.FolderNames)} opened read-only, {mails:N0} mails there, one read for trial");
        }
        catch (MailboxFailure failure) when (failure.InnerException is AuthenticationException and not TokenRefused && mailbox.OAuth2 is not null)
        {
            throw new Refusal($"{failure.Message} For Microsoft 365: grant the application IMAP.AccessAsApp with admin consent, register it with New-ServicePrincipal (the object id of the enterprise application, not of the registration), and give it the mailbox with Add-MailboxPermission; see docs/microsoft-365.md.", failure);
        }
        catch (MailboxFailure failure)
        {
            throw new Refusal(failure.Message, failure);
        }
        catch (Exception e) when (ImapConnection.Sentence(mailbox, e) is not null)
        {
            throw new Refusal(ImapConnection.Sentence(mailbox, e)!, e);
        }
    }

    static async Task<string> CompleteAsync(IServiceProvider services, CancellationToken stop)
    {
        var database = services.GetRequiredService<HelpdeskDatabase>();
        var source = await database.OpenAsync(stop);
        await using var command = source.CreateCommand("""
            select (select count(*) from unfetched where gone_at is null), (select count(*) from parked_mail), (select count(*) from outages where ended_at is null)
            """);
        await using var row = await command.ExecuteReaderAsync(stop);
        await row.ReadAsync(stop);
        var (waiting, parked, outages) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
        await row.DisposeAsync();
        return waiting + parked + outages == 0
            ? $"every mail the servers list is stored and read{await CertifiedAsync(services.GetRequiredService<MailboxHealth>(), stop)}"
            : throw new Refusal(string.Create(CultureInfo.InvariantCulture, $"{waiting} mails wait for their server, {parked} are parked, {outages} mailboxes cannot be read; see /mailboxes."));
    }

    /// <summary>The certificate of the newest month, mailbox by mailbox.</summary>
    static async Task<string> CertifiedAsync(MailboxHealth health, CancellationToken stop)
    {
        var all = await health.CertificatesAsync(null, stop);
        return string.Concat(all.Where(c => c.Month == all[0].Month).Select(c => string.Create(CultureInfo.InvariantCulture,
            $"; {c.Month} {c.Mailbox}: {c.OnServer:N0} on the server, {c.Stored:N0} stored, {c.Classified:N0} classified, {c.Corrected:N0} corrected")));
    }
}
