using Helpdesk.Database;
using Npgsql;

namespace Helpdesk.Benchmarks;

/// <summary>Rows of invented mail straight in the tables: thirteen months, four mailboxes, eleven categories, every tenth a duplicate.</summary>
sealed class GeneratedMail(NpgsqlConnection connection) : IAsyncDisposable
{
    /// <summary>Half a million rows a statement: few enough to report on the way, many enough not to feel it.</summary>
    const long Step = 500_000;

    long made;

    public static async Task<GeneratedMail> OnAsync(HelpdeskDatabase database)
    {
        // No limit on a statement: indexes over ten million rows take minutes.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync();
        await connection.ExecuteAsync("""
            set synchronous_commit = off;
            set jit = off;
            set maintenance_work_mem = '512MB';
            set work_mem = '256MB';
            insert into mailboxes (name) select 'mailbox ' || n from generate_series(1, 4) n;
            insert into folders (mailbox_id, name, uid_validity) select id, 'INBOX', 1 from mailboxes;
            insert into models (version, category_ids) values ('bench', array(select id from categories order by id))
            """, [], default);
        return new(connection);
    }

    /// <summary>Fills up to a number of messages, without triggers, and builds standings and figures from the facts.</summary>
    public async Task GrowAsync(long messages)
    {
        await connection.ExecuteAsync("set session_replication_role = replica; drop index if exists messages_thread, messages_message_id_hash, guesses_message, deliveries_message", [], default);
        while (made < messages)
        {
            var until = Math.Min(messages, made + Step);
            await InsertAsync(made + 1, until);
            made = until;
            Console.Error.WriteLine($"bench: {made} messages");
        }

        await connection.ExecuteAsync("""
            create index messages_thread on messages (thread);
            create index messages_message_id_hash on messages (message_id_hash);
            create index guesses_message on guesses (message_id, id desc);
            create index deliveries_message on deliveries (message_id);
            analyze
            """, [], default);
        await SettleAsync();
    }

    /// <summary>Builds the figures of what came in without triggers.</summary>
    public async Task SettleAsync()
    {
        await connection.ExecuteAsync("select fill_standings()", [], default);
        await connection.ExecuteAsync("set session_replication_role = default", [], default);
        await connection.ExecuteAsync("vacuum analyze message_standings, monthly_totals, unfolded_changes, figure_changes", [], default);
    }

    /// <summary>A hundred mails in one transaction, as a poll brings them.</summary>
    public async Task BatchAsync(bool withFigures)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(withFigures ? "set local session_replication_role = default" : "set local session_replication_role = replica", [], default);
        await InsertAsync(made + 1, made + 100);
        made += 100;
        await transaction.CommitAsync();
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    async Task InsertAsync(long first, long last)
    {
        await connection.ExecuteAsync("""
            insert into messages (id, fingerprint, mailbox_id, month, received_at, thread, size, automatic, internal, parked) overriding system value
            select n, sha256(int8send(n)), 1 + n % 4, date '2018-06-01' + (n % 13)::integer * interval '1 month', timestamptz '2018-06-14 12:00Z' + (n % 13)::integer * interval '1 month',
                substring(sha256(int8send(n / 3)) for 16), 4000, case when n % 33 = 0 then 'auto-replied' end, n % 50 = 0, false
            from generate_series($1::bigint, $2::bigint) n
            """, [first, last], default);
        await connection.ExecuteAsync("""
            insert into guesses (message_id, category_id, confidence, scores, source, model_id)
            select n, 1 + n % 11, 0.5 + (n % 50) / 100.0, array[0.9, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01]::real[], 'model', m.id
            from generate_series($1::bigint, $2::bigint) n cross join models m
            """, [first, last], default);
        await connection.ExecuteAsync("""
            insert into deliveries (folder_id, uid_validity, uid, message_id, received_at, brought, rematched)
            select 1 + (n + d.again) % 4, 1, n, n, timestamptz '2018-06-14 12:00Z' + (n % 13)::integer * interval '1 month', d.again = 0, false
            from generate_series($1::bigint, $2::bigint) n cross join (values (0), (1)) d (again)
            where d.again = 0 or n % 10 = 0
            """, [first, last], default);
    }
}
