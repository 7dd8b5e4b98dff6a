using System.Globalization;
using Helpdesk.Database;
using Microsoft.Extensions.Options;

namespace Helpdesk.Mailboxes;

/// <summary>Looks for what people must be told of now.</summary>
sealed class AlertConditions(HelpdeskDatabase database, IOptions<MailboxList> mailboxes, IOptions<PollingOptions> polling, TimeProvider clock)
{
    /// <summary>Days before a secret ends on which it is spoken of.</summary>
    static readonly int[] SecretDays = [60, 30, 14, 7, 1];

    /// <summary>Three failures in a row: a blip of a minute wakes nobody.</summary>
    const int LeastFailures = 3;

    /// <summary>What holds now: a key that stays the same while it lasts, and the sentence.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NowAsync(CancellationToken stop)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        await AddAsync(found, """
            select 'outage ' || m.name, o.sentence
            from outages o join mailboxes m on m.id = o.mailbox_id join mailbox_states s on s.mailbox_id = m.id
            where m.name = any($2) and o.ended_at is null and (s.failures >= $1 or o.error_class in ('log-in', 'token', 'certificate', 'folder'))
            """, [LeastFailures, Configured], stop);
        await AddAsync(found, """
            select 'silent ' || m.name, 'Mailbox ''' || m.name || ''' was last read completely at ' || to_char(s.last_success_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC; look whether a worker runs.'
            from mailbox_states s join mailboxes m on m.id = s.mailbox_id
            where m.name = any($1) and s.last_success_at < $2 and not exists (select 1 from outages o where o.mailbox_id = m.id and o.ended_at is null)
            """, [Configured, (clock.GetUtcNow() - LongestSilence).UtcDateTime], stop);
        await AddAsync(found, """
            select 'parked', count(*) || ' parked mails are older than a day; retry them or label them by hand on /mailboxes.'
            from parked_mail where parked_at < $1 having count(*) > 0
            """, [clock.GetUtcNow().AddDays(-1).UtcDateTime], stop);
        await AddAsync(found, """
            select 'figures', 'The nightly recount differs from the kept figures in ' || differences || ' places; keep a backup and look before the next month is closed.'
            from recounts where id = (select max(id) from recounts) and differences > 0
            """, [], stop);
        await AddAsync(found, """
            select 'renumbered ' || m.name || '/' || f.name, 'The server has renumbered the folder ''' || f.name || ''' of mailbox ''' || m.name || ''' ' || count(*) || ' times within a day, so that every poll reads all of it again; let a mail program open the folder for writing once, or look what the server says of UIDVALIDITY.'
            from incidents i join folders f on f.id = i.folder_id join mailboxes m on m.id = f.mailbox_id
            where m.name = any($1) and i.happened_at > $2 group by m.name, f.name having count(*) >= 3
            """, [Configured, clock.GetUtcNow().AddDays(-1).UtcDateTime], stop);
        AddSecrets(found);
        return found;
    }

    /// <summary>Mailboxes that got unusually few mails; by the mailbox's name alone, so that one spell of silence is one alert.</summary>
    /// <remarks>
    /// The latest day that usually brings mail against the same weekday of the eight weeks before it: under a quarter of
    /// a usual day of at least eight mails is too few to be chance, also when the server never reported an error. A
    /// weekend, on which nobody writes, clears nothing.
    /// </remarks>
    public async Task<IReadOnlyDictionary<string, string>> FewMailsAsync(CancellationToken stop)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        await AddAsync(found, """
            with days as (
                select f.mailbox_id, back, week, (($1::timestamptz at time zone 'UTC')::date - back - 7 * week) as day
                from (select distinct mailbox_id from folders) f cross join generate_series(1, 7) as back cross join generate_series(0, 8) as week
            ),
            came as (
                select f.mailbox_id, (d.received_at at time zone 'UTC')::date as day, count(*) as mails
                from deliveries d join folders f on f.id = d.folder_id
                where d.received_at >= $1::timestamptz - interval '65 days' and not d.rematched
                group by 1, 2
            ),
            counts as (
                select mailbox_id, back, week, day, coalesce(mails, 0) as mails from days left join came using (mailbox_id, day)
            ),
            usual as (
                select mailbox_id, back, percentile_cont(0.5) within group (order by mails) as mails from counts where week > 0 group by mailbox_id, back
            ),
            latest as (
                select distinct on (c.mailbox_id) c.mailbox_id, c.day, c.mails, u.mails as usual
                from counts c join usual u using (mailbox_id, back)
                where c.week = 0 and u.mails >= 8
                order by c.mailbox_id, c.back
            )
            select 'few ' || m.name, 'Mailbox ''' || m.name || ''' got ' || l.mails || ' mails on ' || l.day || ', usually ' || round(l.usual) || ' on this weekday; look whether mail still arrives there.'
            from latest l join mailboxes m on m.id = l.mailbox_id
            where l.mails < l.usual / 4
            """, [clock.GetUtcNow().UtcDateTime], stop);
        return found;
    }

    string[] Configured => [.. mailboxes.Value.Select(m => m.Name)];

    TimeSpan LongestSilence => TimeSpan.FromTicks(Math.Max(TimeSpan.FromMinutes(15).Ticks, 5 * polling.Value.Interval.Ticks));

    void AddSecrets(Dictionary<string, string> found)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        foreach (var mailbox in mailboxes.Value)
        {
            if (mailbox.OAuth2?.SecretExpires is { } ends && SecretDays.Where(d => ends.DayNumber - today.DayNumber <= d).DefaultIfEmpty(-1).Min() is var step and > 0)
            {
                found[$"secret {mailbox.Name} {step}"] = string.Create(CultureInfo.InvariantCulture,
                    $"The client secret of mailbox '{mailbox.Name}' ends on {ends:yyyy-MM-dd}, in {Math.Max(0, ends.DayNumber - today.DayNumber)} days; make a new one and set OAuth2__ClientSecret and OAuth2__SecretExpires.");
            }
        }
    }

    async Task AddAsync(Dictionary<string, string> found, string sql, object[] values, CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        await using var rows = await command.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            found[rows.GetString(0)] = rows.GetString(1);
        }
    }
}
