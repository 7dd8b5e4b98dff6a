using System.Globalization;
using Helpdesk.Classification;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Helpdesk.Corrections;

/// <summary>Lists messages by filter, a page at a time; a page starts behind a message, so new mail shifts nothing.</summary>
sealed class MessageList(HelpdeskDatabase database, IOptions<ClassifierOptions> classifier)
{
    public const int PageSize = 50;

    /// <summary>Counting further would cost seconds, and nobody reads ten thousand rows: "more than" is the honest answer.</summary>
    public const int MostCounted = 10_000;

    /// <param name="From">The sender's name, or the address where there is none; null when the text is gone.</param>
    public sealed record Row(long Id, DateTimeOffset ReceivedAt, Month Month, string Mailbox, string? From, string? Domain, string? Subject, short? Category, string? Source, float? Confidence, string Standing);

    /// <param name="Count">Up to <see cref="MostCounted"/> + 1, which means more.</param>
    /// <param name="Next">Where the next page starts; null on the last.</param>
    public sealed record Page(IReadOnlyList<Row> Rows, int Count, string? Next);

    /// <exception cref="Refusal">The search cannot be understood.</exception>
    public async Task<Page> ReadAsync(MessageFilter filter, string? after, CancellationToken stop)
    {
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        var scope = await MessageScope.ReadAsync(connection, filter, stop);
        if (scope.Messages == 0)
        {
            return new([], 0, null);
        }

        var (where, found) = await WhereAsync(connection, filter, stop);
        var count = MessageScope.Covers(filter) ? (int)Math.Min(scope.Messages, MostCounted + 1)
            : filter.IsSearchAlone ? found!.Value
            : (int)(await where.Command(connection, where.Count(MostCounted + 1, filter.IsDomainAlone)).ExecuteScalarAsync(stop))!;
        var start = where.StartBehind(after);
        IReadOnlyList<Row> rows = [];
        // A month or a search that finds few is sorted as soon as looked up; whatever lies scattered over the years is listed from the unsure end.
        if (found is not <= MostCounted && filter is { Sort: MessageFilter.Order.Doubt, Month: null, Source: not "rule", Least: null, Domain: null, State: not ("doubtful" or "noted") })
        {
            rows = await ListAsync(start.Command(connection, start.Unsure(PageSize + 1, filter is { Source: "model", State: "counted" })), stop);
        }

        if (rows.Count <= PageSize)
        {
            start = filter.Sort == MessageFilter.Order.Doubt ? start : start.Within(scope);
            rows = await ListAsync(start.Command(connection, start.List(PageSize + 1)), stop);
        }

        return new([.. rows.Take(PageSize)], count, rows.Count > PageSize ? Cursor(filter.Sort, rows[PageSize - 1]) : null);
    }

    /// <summary>All that the filter shows, row by row, for a file.</summary>
    public async IAsyncEnumerable<Row> AllAsync(MessageFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        var (where, _) = await WhereAsync(connection, filter, stop);
        await using var rows = await where.Command(connection, where.List(null)).ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            yield return Read(rows);
        }
    }

    /// <summary>The numbers of all messages the filter shows.</summary>
    public async Task<long[]> IdsAsync(MessageFilter filter, CancellationToken stop)
    {
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        var (where, _) = await WhereAsync(connection, filter, stop);
        await using var rows = await where.Command(connection, where.Numbers).ExecuteReaderAsync(stop);
        var ids = new List<long>();
        while (await rows.ReadAsync(stop))
        {
            ids.Add(rows.GetInt64(0));
        }

        return [.. ids];
    }

    public async Task<IReadOnlyList<string>> MailboxesAsync(CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand("select name from mailboxes order by name");
        await using var rows = await command.ExecuteReaderAsync(stop);
        var names = new List<string>();
        while (await rows.ReadAsync(stop))
        {
            names.Add(rows.GetString(0));
        }

        return names;
    }

    /// <returns>The conditions, and how many messages the search finds, whatever else is asked: up to <see cref="MostCounted"/> + 1, which means more; null without a search.</returns>
    async Task<(MessageWhere Where, int? Found)> WhereAsync(NpgsqlConnection connection, MessageFilter filter, CancellationToken stop)
    {
        var where = new MessageWhere(filter.Sort, withTexts: filter.Domain is not null);
        int? found = null;
        if (filter.Search is { } search)
        {
            var query = SearchWords.ToQuery(search);
            await using var nodes = new NpgsqlCommand("select numnode(to_tsquery('english', $1))", connection) { Parameters = { new() { Value = query } } };
            if (await nodes.ExecuteScalarAsync(stop) is 0)
            {
                throw new Refusal("The search has only words that stand in every mail, such as 'the'; add one that does not.");
            }

            if (await FewAsync(connection, query, stop) is { } few)
            {
                where.Add("s.message_id = any({0})", few);
                found = few.Length;
            }
            else
            {
                found = MostCounted + 1;
                where.Add("s.message_id in (select w.message_id from search_texts w where w.words @@ to_tsquery('english', {0}))", query);
            }
        }

        where.Add("s.month = {0}", filter.Month?.FirstDay);
        where.Add("s.mailbox_id = (select id from mailboxes where name = {0})", filter.Mailbox);
        where.Add("s.category_id = {0}", filter.Category);
        where.Add("s.source = {0}", filter.Source);
        where.Add("s.confidence >= {0}", filter.Least / 100f);
        where.Add("s.confidence < {0}", filter.Most / 100f);
        where.Add("(turned_domain(t.from_address) = reverse({0}) or turned_domain(t.from_address) like replace(reverse({0}), '_', '\\_') || '.%')", filter.Domain?.Replace("%", "", StringComparison.Ordinal));
        switch (filter.State)
        {
            case null:
                break;
            case "doubtful":
                where.Add("exists (select from doubtful_mail({0}) d where d.message_id = s.message_id)", (float)classifier.Value.LeastConfidence);
                break;
            case "noted":
                where.Add("exists (select from notes n where n.message_id = s.message_id)");
                break;
            default:
                where.Add("s.standing = {0}", filter.State);
                break;
        }

        return (where, found);
    }

    /// <summary>The messages with seldom words, by number; null where there are too many to name.</summary>
    /// <remarks>
    /// Seldom words are found in their index and listed from there. For common ones the list is walked from its beginning until a page is full.
    /// PostgreSQL cannot tell the two apart by itself: it takes a word it never saw for a middling one, and walks through ten million messages to find the only one.
    /// </remarks>
    static async Task<long[]?> FewAsync(NpgsqlConnection connection, string query, CancellationToken stop)
    {
        await using var transaction = await connection.BeginTransactionAsync(stop);
        // 64 MB: the places of half a million mails one by one; with less they are kept by the page, and every mail of each page is read.
        await using (var memory = new NpgsqlCommand("set local work_mem = '64MB'", connection))
        {
            await memory.ExecuteNonQueryAsync(stop);
        }

        await using var find = new NpgsqlCommand($"select array_agg(message_id) from (select message_id from search_texts where words @@ to_tsquery('english', $1) limit {MostCounted + 1}) f", connection) { Parameters = { new() { Value = query } } };
        var found = await find.ExecuteScalarAsync(stop) as long[] ?? [];
        await transaction.CommitAsync(stop);
        return found.Length > MostCounted ? null : found;
    }

    static async Task<IReadOnlyList<Row>> ListAsync(NpgsqlCommand command, CancellationToken stop)
    {
        await using var rows = await command.ExecuteReaderAsync(stop);
        var list = new List<Row>();
        while (await rows.ReadAsync(stop))
        {
            list.Add(Read(rows));
        }

        return list;
    }

    static Row Read(NpgsqlDataReader rows) => new(
        rows.GetInt64(0), rows.GetFieldValue<DateTimeOffset>(1), Month.Of(rows.GetFieldValue<DateOnly>(2)), rows.GetString(3),
        rows.TextOrNull(4), rows.TextOrNull(5), rows.TextOrNull(6), rows.ShortOrNull(7), rows.TextOrNull(8), rows.RealOrNull(9), rows.GetString(10));

    static string Cursor(MessageFilter.Order sort, Row last) => sort == MessageFilter.Order.Doubt
        ? string.Create(CultureInfo.InvariantCulture, $"{last.Confidence ?? 0:R}_{last.Id}")
        : string.Create(CultureInfo.InvariantCulture, $"{last.ReceivedAt.UtcTicks}_{last.Id}");
}
