using Helpdesk.Database;
using Helpdesk.Post;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Helpdesk.Mailboxes;

/// <summary>Tells people once when something begins and once when it is over: by log, on the page, and by mail where one is set.</summary>
sealed partial class Alerts(HelpdeskDatabase database, AlertConditions conditions, PostOffice post, IOptions<SmtpOptions> smtp, TimeProvider clock, ILogger<Alerts> log)
{
    /// <summary>Compares what holds now with what was told; of several workers one does it.</summary>
    public Task CheckAsync(CancellationToken stop) => CheckAsync(conditions.NowAsync, few: false, stop);

    /// <summary>The same for what changes once a day at most and takes longer to find.</summary>
    public Task CheckFewMailsAsync(CancellationToken stop) => CheckAsync(conditions.FewMailsAsync, few: true, stop);

    /// <remarks>Locked, since a second check that looked earlier would clear what this one has just raised.</remarks>
    async Task CheckAsync(Func<CancellationToken, Task<IReadOnlyDictionary<string, string>>> find, bool few, CancellationToken stop)
    {
        await using var held = await MailboxLock.TryTakeAsync(database.Source, MailboxLock.Telling, "alerts", stop);
        if (held is null)
        {
            return; // another worker looks, and the next check is due soon
        }

        var now = await find(stop);
        var at = clock.GetUtcNow();
        foreach (var (key, sentence) in now)
        {
            if (await database.ExecuteAsync("insert into alerts (key, sentence, raised_at) values ($1, $2, $3) on conflict (key) where cleared_at is null do nothing", [key, sentence, at], stop) == 1)
            {
                Raised(key, sentence);
            }
        }

        foreach (var over in await database.ListAsync("""
            update alerts set cleared_at = $2 where cleared_at is null and key <> all($1) and starts_with(key, 'few ') = $3 returning key
            """, [now.Keys.ToArray(), at, few], row => row.GetString(0), stop))
        {
            Cleared(over);
        }

        await MailAsync(stop);
    }

    /// <summary>Sends what was not sent yet; where the post does not take it, it stands on the page, and the next check tries again.</summary>
    async Task MailAsync(CancellationToken stop)
    {
        if (!post.IsOpen || smtp.Value.AlertsTo.Count == 0)
        {
            return;
        }

        try
        {
            foreach (var (id, key, sentence) in await database.ListAsync(
                "select id, key, sentence from alerts where mailed_at is null and cleared_at is null order by id", [], Row, stop))
            {
                await post.SendAsync(smtp.Value.AlertsTo, $"Helpdesk alert: {key}", sentence, [], stop);
                await database.ExecuteAsync("update alerts set mailed_at = $2 where id = $1", [id, clock.GetUtcNow()], stop);
            }

            foreach (var (id, key, sentence) in await database.ListAsync(
                "select id, key, sentence from alerts where mailed_at is not null and cleared_at is not null and clearance_mailed_at is null order by id", [], Row, stop))
            {
                await post.SendAsync(smtp.Value.AlertsTo, $"Helpdesk all-clear: {key}", $"It is over: {sentence}", [], stop);
                await database.ExecuteAsync("update alerts set clearance_mailed_at = $2 where id = $1", [id, clock.GetUtcNow()], stop);
            }
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or MailKit.ProtocolException or MailKit.CommandException or MailKit.Security.AuthenticationException or MailKit.Security.SslHandshakeException or TimeoutException)
        {
            NotSent(e.GetType().Name);
        }

        static (long Id, string Key, string Sentence) Row(NpgsqlDataReader row) => (row.GetInt64(0), row.GetString(1), row.GetString(2));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Alert {Key}: {Sentence}")]
    partial void Raised(string key, string sentence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "All-clear {Key}")]
    partial void Cleared(string key);

    [LoggerMessage(Level = LogLevel.Error, Message = "An alert could not be sent by mail ({Reason}); check Smtp")]
    partial void NotSent(string reason);
}
