using Helpdesk.Database;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Helpdesk.Benchmarks;

/// <summary>A database of its own with as many invented messages as a bench asks for, written straight into the tables.</summary>
sealed class ManyMessages : IAsyncDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("helpdesk-bench-").FullName;
    readonly DataFolder dataFolder;
    readonly HelpdeskDatabase database;

    ManyMessages()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Helpdesk:DataFolder", folder)]).Build();
        dataFolder = new(configuration);
        database = new(configuration, dataFolder);
    }

    public string Connection => database.ConnectionString;

    public NpgsqlDataSource Source => database.Source;

    /// <summary>Thirteen months to June 2019, eleven categories, texts of the length real ones have (some 1,100 characters); one guess and one delivery each.</summary>
    public static async Task<ManyMessages> FillAsync(int messages)
    {
        var many = new ManyMessages();
        await many.database.OpenAsync(CancellationToken.None);
        await many.ExecuteAsync("""
            insert into mailboxes (name) values ('helpdesk');
            insert into folders (mailbox_id, name, uid_validity) select id, 'INBOX', 1 from mailboxes;
            insert into models (version, category_ids) values ('bench', array[1,2,3,4,5,6,7,8,9,10,11]);
            """);
        const int batch = 50_000;
        for (var from = 1; from <= messages; from += batch)
        {
            var to = Math.Min(messages, from + batch - 1);
            await many.ExecuteAsync($$"""
                begin;
                insert into messages (fingerprint, mailbox_id, month, received_at, sent_at, thread, message_id_hash, size, internal, parked)
                select sha256(i::text::bytea), 1, date_trunc('month', at)::date, at, at, substr(sha256((i / 3)::text::bytea), 1, 16), sha256(('m' || i)::bytea), 4000, false, false
                from generate_series({{from}}, {{to}}) i, lateral (select timestamptz '2018-06-01 12:00Z' + interval '1 day' * (i % 390) as at) t;
                insert into message_texts (message_id, from_name, from_address, recipients, subject, body, new_text, attachments)
                select id, 'Person ' || id % 5000, 'person' || id % 5000 || '@company.example', array['helpdesk@secas.example'], 'Question about case ' || id, body, left(body, 600), '{}'
                from messages, lateral (select string_agg(md5(id::text || n), ' ') as body from generate_series(1, 33) n) b where id between {{from}} and {{to}};
                insert into deliveries (folder_id, uid_validity, uid, message_id, received_at, brought, rematched)
                select 1, 1, id, id, received_at, true, false from messages where id between {{from}} and {{to}};
                insert into guesses (message_id, category_id, confidence, scores, source, model_id)
                select id, 1 + id % 11, 0.5 + (id % 50) / 100.0, array_fill(0.09::real, array[11]), 'model', 1 from messages where id between {{from}} and {{to}};
                commit;
                """);
            await Console.Error.WriteLineAsync($"{to:N0} of {messages:N0} messages");
        }

        await many.ExecuteAsync("vacuum analyze");
        return many;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await Source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await EmbeddedCluster.EraseAsync(dataFolder, CancellationToken.None);
        Directory.Delete(folder, recursive: true);
    }
}
