using System.Diagnostics;
using System.Globalization;
using Helpdesk.Classification;
using Helpdesk.Database;
using Helpdesk.Text;
using Npgsql;

namespace Helpdesk.Benchmarks;

/// <summary>Fifty-two months of invented mail with texts, guesses, people's answers, review queue and search index, written straight into the tables.</summary>
/// <remarks>
/// Rows come in the order of time, as a poll brings them. A text is two mails of the training set one after the other; each message has a
/// case number of its own in its subject and among its words. One in ten is doubtful; people answered those of all months but the last three.
/// </remarks>
sealed class YearsOfMail(NpgsqlConnection connection)
{
    /// <summary>Fifty-two months: ten million messages are then 192,000 a month, a hundred times the helpdesk's own.</summary>
    const int Months = 52;

    /// <summary>Twenty thousand texts: every pair of mails a different one, and their words are made once.</summary>
    const int Texts = 20_000;

    const long Step = 250_000;

    public async Task FillAsync(long messages)
    {
        // While it fills nothing need survive a crash; the settings go back before anything is measured.
        foreach (var setting in (string[])["fsync = off", "full_page_writes = off", "autovacuum = off", "max_wal_size = '3GB'"])
        {
            await RunAsync($"alter system set {setting}");
        }

        await RunAsync("select pg_reload_conf()");
        await RunAsync("""
            set synchronous_commit = off; set jit = off; set maintenance_work_mem = '2GB'; set work_mem = '512MB'; set session_replication_role = replica;
            insert into mailboxes (name) select 'mailbox ' || n from generate_series(1, 4) n;
            insert into folders (mailbox_id, name, uid_validity) select id, 'INBOX', 1 from mailboxes;
            create unlogged table samples (n integer primary key, subject text, body text, new_text text, words tsvector)
            """);
        await MakeSamplesAsync();
        var indexes = await DropIndexesAsync();
        for (var made = 0L; made < messages; made += Step)
        {
            await InsertAsync(made + 1, Math.Min(messages, made + Step), messages);
            Say($"{Math.Min(messages, made + Step):N0} of {messages:N0} messages");
        }

        var clock = Stopwatch.StartNew();
        foreach (var index in indexes)
        {
            var began = clock.Elapsed;
            await RunAsync(index);
            Say($"{index.Split(" USING ")[0]}: {(clock.Elapsed - began).TotalSeconds:N0} s");
        }

        await RunAsync("select setval(pg_get_serial_sequence(t, 'id'), (select max(id) from messages)) from unnest(array['messages', 'guesses', 'corrections']) t");
        await RunAsync("drop table samples; analyze; select fill_standings(); set session_replication_role = default; select count_certificates(true)");
        await RunAsync("select mark_months()"); // notes how far it will go
        await RunAsync("select mark_months()"); // goes there
        Say($"figures filled, {clock.Elapsed.TotalSeconds:N0} s after the last message");
        await RunAsync("vacuum analyze");
        await RunAsync("alter system reset all");
        await RunAsync("select pg_reload_conf()");
        await RunAsync("checkpoint");
        Say($"vacuumed, {clock.Elapsed.TotalSeconds:N0} s after the last message");
    }

    async Task MakeSamplesAsync()
    {
        var mails = await MessageFile.ReadAsync([Path.Combine(DataFolder.Home, "training-data", "messages.jsonl")], default);
        var manifest = await ModelFolder.ManifestAsync(Path.Combine(DataFolder.Home, new ClassifierOptions().Model), default);
        var categories = await Categories.ReadAsync(connection, default);
        await using (var model = new NpgsqlCommand("insert into models (version, category_ids) values ($1, $2)", connection) { Parameters = { new() { Value = manifest.Version }, new() { Value = manifest.Labels.Select(l => categories[l]).ToArray() } } })
        {
            await model.ExecuteNonQueryAsync();
        }

        await using (var copy = await connection.BeginBinaryImportAsync("copy samples (n, subject, body, new_text) from stdin (format binary)"))
        {
            for (var n = 0; n < Texts; n++)
            {
                var (one, other) = (mails[n % mails.Count], mails[(int)(n * 7919L % mails.Count)]);
                await copy.WriteRowAsync(default, n, one.Subject ?? "", one.Body + "\n\n" + other.Body, MailText.From(one.Body).New + "\n\n" + MailText.From(other.Body).New);
            }

            await copy.CompleteAsync();
        }

        await RunAsync("""
            update samples set words = search_words(subject, concat_ws(' ', 'Person ' || n % 5000, 'person' || n % 5000 || '@company' || n % 200 || '.example', 'helpdesk@secas.example'), body, '');
            vacuum analyze samples
            """);
    }

    /// <summary>Indexes that no key needs are built when all rows are there; how each is made again.</summary>
    async Task<IReadOnlyList<string>> DropIndexesAsync()
    {
        var (made, names) = (new List<string>(), new List<string>());
        await using (var command = new NpgsqlCommand("""
            select pg_get_indexdef(x.indexrelid), x.indexrelid::regclass::text from pg_index x
            where x.indrelid = any(array['messages', 'message_texts', 'deliveries', 'guesses', 'corrections', 'message_standings', 'review_queue', 'search_texts']::regclass[])
                and not x.indisunique order by x.indrelid
            """, connection))
        await using (var rows = await command.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
            {
                made.Add(rows.GetString(0));
                names.Add(rows.GetString(1));
            }
        }

        await RunAsync("drop index " + string.Join(", ", names));
        return made;
    }

    async Task InsertAsync(long first, long last, long all)
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"generate_series({first}::bigint, {last}::bigint) n");
        var at = string.Create(CultureInfo.InvariantCulture, $"timestamptz '2015-03-01 00:30Z' + (timestamptz '2019-06-30 22:00Z' - timestamptz '2015-03-01 00:30Z') * ((n - 1) / {all}.0::float8)");
        const string confidence = "case when n % 10 = 0 then 0.3 + n % 40 / 100.0 else 0.9 + n % 100 / 1000.0 end";
        var recent = all - (3 * all / Months);
        await RunAsync(string.Create(CultureInfo.InvariantCulture, $$"""
            begin;
            insert into messages (id, fingerprint, mailbox_id, month, received_at, sent_at, thread, message_id_hash, size, automatic, internal, parked) overriding system value
            select n, sha256(int8send(n)), 1 + n % 4, date_trunc('month', at at time zone 'Europe/London')::date, at, at, substring(sha256(int8send(n / 3)) for 16), sha256(int8send(-n)), 4000,
                case when n % 33 = 0 then 'auto-replied' end, n % 50 = 0, false
            from {{range}}, lateral (select {{at}} as at) a;
            insert into message_texts (message_id, from_name, from_address, recipients, subject, body, new_text, attachments)
            select n.n, 'Person ' || s.n % 5000, 'person' || s.n % 5000 || '@company' || s.n % 200 || '.example', array['helpdesk@secas.example'], s.subject || ', case' || n.n, s.body, s.new_text, '{}'
            from {{range}} join samples s on s.n = n.n % {{Texts}};
            insert into search_texts (message_id, words)
            select n.n, s.words || ('case' || n.n || ':9999A')::tsvector from {{range}} join samples s on s.n = n.n % {{Texts}};
            insert into deliveries (folder_id, uid_validity, uid, message_id, received_at, brought, rematched)
            select 1 + (n + d.again) % 4, 1, n, n, at, d.again = 0, false
            from {{range}}, lateral (select {{at}} as at) a cross join (values (0), (1)) d (again) where d.again = 0 or n % 10 = 0;
            insert into guesses (message_id, category_id, confidence, scores, source, model_id, doubtful)
            select n, 1 + n % 11, {{confidence}}, array[0.9, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01]::real[], 'model', m.id, n % 10 = 0
            from {{range}} cross join models m;
            insert into corrections (message_id, kind, category_id) select n, 'category', 1 + n / 10 % 11 from {{range}} where n % 10 = 0 and n < {{recent}};
            insert into review_queue (message_id, month, category_id, confidence, effect, doubtful)
            select n, date_trunc('month', at at time zone 'Europe/London')::date, 1 + n % 11, {{confidence}}, (1 - {{confidence}}) / 100 + n % 1000 / 1000000.0, n % 10 = 0
            from {{range}}, lateral (select {{at}} as at) a where n % 33 <> 0 and n % 50 <> 0 and not (n % 10 = 0 and n < {{recent}});
            commit
            """));
    }

    async Task RunAsync(string sql)
    {
        foreach (var statement in sql.Contains("vacuum", StringComparison.Ordinal) ? sql.Split(';', StringSplitOptions.TrimEntries) : [sql])
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync();
        }
    }

    static void Say(FormattableString line) => Console.Error.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
