using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Mailboxes;

/// <summary>The line to the server fails at a random byte; once it is healed nothing is lost and nothing is there twice.</summary>
public sealed class FaultyLineTests(DovecotServer server, Servers servers) : IClassFixture<DovecotServer>
{
    const int Mails = 30;

    /// <summary>Some bytes of greeting and log-in, then the list, then the mails: a fault may lie anywhere in it, and a few beyond.</summary>
    const int Session = 32_000;

    [Theory]
    [InlineData(Fault.Cuts, "None", 12)]
    [InlineData(Fault.Cuts, "Tls", 12)]
    [InlineData(Fault.Truncates, "None", 6)]
    [InlineData(Fault.Truncates, "StartTls", 6)]
    [InlineData(Fault.Delays, "None", 6)]
    [InlineData(Fault.Garbles, "Tls", 12)]
    public async Task Whatever_the_line_does_every_mail_is_stored_once_after_it_is_healed(Fault fault, string security, int count)
    {
        server.Needed();
        var random = new Random(1207);
        var database = await servers.NewDatabaseAsync();
        var lines = new List<FaultyLine>();
        var settings = new List<KeyValuePair<string, string?>>();
        for (var line = 0; line < count; line++)
        {
            var user = server.NextUser();
            await server.AppendAsync(user, Enumerable.Range(0, Mails).Select(_ => Some.Mail()));
            lines.Add(new FaultyLine(security == "Tls" ? server.TlsPort : server.Port, fault, random.Next(Session)));
            settings.AddRange([.. lines[^1].Over(server.Settings(user, security, line)), new($"Mailboxes__{line}__CertificateFile", server.CertificateFile)]);
        }

        var faulty = await HelpdeskRun.OnAsync(database, [.. settings, new("Polling__Patience", "00:00:01")], "poll");
        if (fault != Fault.Delays)
        {
            Assert.NotEqual(0, faulty.ExitCode); // some of the lines fail where nothing can be read around them
            faulty.Refused("Mailbox 'box ");
        }

        lines.ForEach(l => l.Heal());
        await Rows.ListAsync(database, "update unfetched set next_attempt_at = now()");
        (await HelpdeskRun.OnAsync(database, settings, "poll")).Succeeded();

        Assert.Equal(count * Mails, await Rows.ScalarAsync<long>(database, "select count(*) from messages where not parked"));
        Assert.Equal(count * Mails, await Rows.ScalarAsync<long>(database, "select count(*) from deliveries where gone_at is null and brought"));
        Assert.Equal(count * Mails, await Rows.ScalarAsync<long>(database, "select count(distinct message_id) from guesses"));
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select (select count(*) from unfetched where gone_at is null) + (select count(*) from outages where ended_at is null)"));
        lines.ForEach(l => l.Dispose());
    }
}
