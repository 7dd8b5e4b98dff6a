using Helpdesk.Tests.Support;
using Npgsql;

namespace Helpdesk.Tests.Reporting;

/// <summary>Mail of a month in a database of its own, as the intake stores it: through the same tables, so through the same triggers.</summary>
static class Months
{
    /// <summary>Stores judged mails; the folder counts as read long after the month.</summary>
    public static async Task<string> OfAsync(Servers servers, params (string Month, short Category, int Count)[] cells)
    {
        var database = await servers.NewDatabaseAsync();
        await DoAsync(database, """
            insert into mailboxes (name) values ('helpdesk');
            insert into folders (mailbox_id, name, uid_validity, last_success_at, compared_at) values (1, 'INBOX', 1, '2026-01-01Z', '2026-01-01Z');
            insert into models (version, category_ids) values ('test', array(select id from categories order by id))
            """);
        foreach (var (month, category, count) in cells)
        {
            await AddAsync(database, month, category, count);
        }

        return database;
    }

    /// <summary>Adds mails to a month, all the model's and sure.</summary>
    /// <param name="doubtful">Below the category's own threshold when they were guessed.</param>
    public static Task AddAsync(string database, string month, short category, int count, float confidence = 0.99f, bool doubtful = false) => DoAsync(database, FormattableString.Invariant($"""
        with come as (
            insert into messages (fingerprint, mailbox_id, month, received_at, thread, size, internal, parked)
            select sha256(uuid_send(gen_random_uuid())), 1, date '{month}-01', timestamptz '{month}-14 12:00Z' + n * interval '1 minute', substring(sha256(uuid_send(gen_random_uuid())) for 16), 100, false, false
            from generate_series(1, {count}) n
            returning id, received_at
        ),
        judged as (
            insert into guesses (message_id, category_id, confidence, scores, source, model_id, doubtful) select id, {category}, {confidence}, array[1]::real[], 'model', 1, {doubtful} from come
        )
        insert into deliveries (folder_id, uid_validity, uid, message_id, received_at, brought, rematched) select 1, 1, id, id, received_at, true, false from come
        """));

    /// <summary>Says of the month's first mail in a category that it belongs into another.</summary>
    public static Task CorrectAsync(string database, string month, short from, short to) => DoAsync(database, FormattableString.Invariant($"""
        insert into corrections (message_id, kind, category_id) select message_id, 'category', {to} from standings where month = '{month}-01' and category_id = {from} order by message_id limit 1
        """));

    public static async Task DoAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The table as CSV lines.</summary>
    public static async Task<IReadOnlyList<string>> CsvAsync(string database, params string[] arguments) =>
        (await HelpdeskRun.OnAsync(database, ["table", "--format", "csv", .. arguments])).Succeeded().Output.TrimEnd('\n').Split('\n');

    /// <summary>The kept figures are those counted anew.</summary>
    public static async Task AgreesAsync(string database) =>
        Assert.Contains(" 0 differ.", (await HelpdeskRun.OnAsync(database, "recount")).Succeeded().Output, StringComparison.Ordinal);
}
