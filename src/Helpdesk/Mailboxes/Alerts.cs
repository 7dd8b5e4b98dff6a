using Helpdesk.Database;
using Helpdesk.Post;
using Microsoft.Extensions.Options;

namespace Helpdesk.Mailboxes;

/// <summary>Tells people once when something begins and once when it is over: by log, on the page, and by mail where one is set.</summary>
sealed partial class Alerts(HelpdeskDatabase database, AlertConditions conditions, PostOffice post, IOptions<SmtpOptions> smtp, TimeProvider clock, ILogger<Alerts> log)
{
    /// <summary>Compares what holds now with what was told; safe to run from several workers.</summary>
    public async Task CheckAsync(CancellationToken stop)
    {
        var now = await conditions.NowAsync(stop);
        foreach (var (key, sentence) in now)
        {
            if (await OneAsync("""
                insert into alerts (key, sentence, raised_at) values ($1, $2, $3) on conflict (key) where cleared_at is null do nothing returning sentence
                """, [key, sentence, clock.GetUtcNow().UtcDateTime], stop) is not null)
            {
                Raised(key, sentence);
                await SendAsync($"Helpdesk alert: {key}", sentence, stop);
            }
        }

        while (await OneAsync("""
            update alerts set cleared_at = $2 where id = (select id from alerts where cleared_at is null and key <> all($1) limit 1 for update skip locked) returning key
            """, [now.Keys.ToArray(), clock.GetUtcNow().UtcDateTime], stop) is { } over)
        {
            Cleared(over);
            await SendAsync($"Helpdesk all-clear: {over}", $"It is over: {over}.", stop);
        }
    }

    /// <summary>Mail that cannot be sent is logged; the alert stands on the page all the same.</summary>
    async Task SendAsync(string subject, string text, CancellationToken stop)
    {
        if (!post.IsOpen || smtp.Value.AlertsTo.Count == 0)
        {
            return;
        }

        try
        {
            await post.SendAsync(smtp.Value.AlertsTo, subject, text, [], stop);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or MailKit.ProtocolException or MailKit.CommandException or MailKit.Security.AuthenticationException or MailKit.Security.SslHandshakeException or TimeoutException)
        {
            NotSent(e.GetType().Name);
        }
    }

    async Task<string?> OneAsync(string sql, object[] values, CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return (string?)await command.ExecuteScalarAsync(stop);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Alert {Key}: {Sentence}")]
    partial void Raised(string key, string sentence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "All-clear {Key}")]
    partial void Cleared(string key);

    [LoggerMessage(Level = LogLevel.Error, Message = "An alert could not be sent by mail ({Reason}); check Smtp")]
    partial void NotSent(string reason);
}
