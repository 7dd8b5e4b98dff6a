using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Helpdesk.Text;
using Npgsql;
using NpgsqlTypes;

namespace Helpdesk.Corrections;

/// <summary>Writes what a person said of one message, and takes it back: the table <c>corrections</c>, which is only ever added to.</summary>
/// <remarks>An answer names the newest event its giver had seen; when there is a newer one, somebody was faster and nothing is written.</remarks>
sealed class CorrectionStore(HelpdeskDatabase database, CategoryBook categories)
{
    /// <summary>The newest event of a message: what an answer is compared with.</summary>
    sealed record Newest(long Id, int? Person, string? Name, string Kind, short? Category);

    /// <exception cref="Refusal">There is no such message or category, or the category is not in force in the message's month.</exception>
    public async Task<Answered> AnswerAsync(long message, Verdict verdict, long seen, int person, string? why, CancellationToken stop)
    {
        var book = await categories.ReadAsync(stop);
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var (month, newest) = await HoldAsync(connection, message, stop);
        var what = Say(verdict.Kind, verdict.Category, book);
        if (newest is not null && newest.Person == person && newest.Kind == verdict.Kind && newest.Category == verdict.Category)
        {
            return new(Became.Repeated, message, $"{what}: said before, written once.");
        }

        if ((newest?.Id ?? 0) != seen)
        {
            return new(Became.Overtaken, message, Overtaken(newest, person, book));
        }

        Check(verdict, month, book);
        await using var write = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("insert into corrections (message_id, kind, category_id, person_id, note) values ($1, $2, $3, $4, $5)")
                {
                    Parameters = { new() { Value = message }, new() { Value = verdict.Kind }, new() { Value = (object?)verdict.Category ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Smallint }, new() { Value = person }, new() { Value = string.IsNullOrWhiteSpace(why) ? DBNull.Value : CleanText.Of(why.Trim()), NpgsqlDbType = NpgsqlDbType.Text } },
                },
                new("delete from claims where message_id = $1 and person_id = $2") { Parameters = { new() { Value = message }, new() { Value = person } } },
            },
        };
        await write.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
        return new(Became.Written, message, $"{what}.");
    }

    /// <summary>Takes back the person's latest answer that still stands; the next call takes back the one before.</summary>
    /// <exception cref="Refusal">There is nothing to take back, or it was a bulk correction, which has a page of its own.</exception>
    public async Task<Answered> UndoLatestAsync(int person, CancellationToken stop)
    {
        await using var find = database.Source.CreateCommand("""
            select c.id, c.bulk_id from corrections c
            where c.person_id = $1 and c.kind <> 'undo' and not exists (select from corrections u where u.undoes = c.id)
            order by c.id desc limit 1
            """);
        find.Parameters.AddWithValue(person);
        await using var rows = await find.ExecuteReaderAsync(stop);
        if (!await rows.ReadAsync(stop))
        {
            throw new Refusal("There is nothing of yours left to undo.");
        }

        if (!rows.IsDBNull(1))
        {
            throw new Refusal($"Your latest step was bulk correction {rows.GetInt64(1)}; it is undone as a whole on its own page, under Messages.");
        }

        var id = rows.GetInt64(0);
        await rows.CloseAsync();
        return await UndoAsync(id, person, stop);
    }

    /// <summary>Takes back one event; what counted before it counts again.</summary>
    /// <exception cref="Refusal">There is no such event, or it was undone already.</exception>
    public async Task<Answered> UndoAsync(long correction, int person, CancellationToken stop)
    {
        var book = await categories.ReadAsync(stop);
        await using var undo = database.Source.CreateCommand("""
            with undone as (
                select c.message_id, c.kind, c.category_id from corrections c where c.id = $1 and c.kind <> 'undo'
            ),
            written as (
                insert into corrections (message_id, kind, undoes, person_id)
                select message_id, 'undo', $1, $2 from undone
                on conflict (undoes) do nothing
                returning message_id
            )
            select u.message_id, u.kind, u.category_id, exists (select from written) from undone u
            """);
        undo.Parameters.AddWithValue(correction);
        undo.Parameters.AddWithValue(person);
        await using var rows = await undo.ExecuteReaderAsync(stop);
        if (!await rows.ReadAsync(stop))
        {
            throw new Refusal("There is no such correction.");
        }

        var what = Say(rows.GetString(1), rows.ShortOrNull(2), book);
        return rows.GetBoolean(3)
            ? new(Became.Written, rows.GetInt64(0), $"Undone: {what}.")
            : new(Became.Repeated, rows.GetInt64(0), $"{what} was undone before.");
    }

    /// <summary>Holds the message against other answers until the transaction ends.</summary>
    static async Task<(Month Month, Newest? Newest)> HoldAsync(NpgsqlConnection connection, long message, CancellationToken stop)
    {
        await using var hold = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("select month from messages where id = $1 for no key update") { Parameters = { new() { Value = message } } },
                new("""
                    select c.id, c.person_id, p.user_name, c.kind, c.category_id
                    from corrections c left join people p on p.id = c.person_id
                    where c.message_id = $1 order by c.id desc limit 1
                    """) { Parameters = { new() { Value = message } } },
            },
        };
        await using var rows = await hold.ExecuteReaderAsync(stop);
        if (!await rows.ReadAsync(stop))
        {
            throw new Refusal($"There is no message {message}.");
        }

        var month = Month.Of(rows.GetFieldValue<DateOnly>(0));
        await rows.NextResultAsync(stop);
        return (month, await rows.ReadAsync(stop)
            ? new(rows.GetInt64(0), rows.IsDBNull(1) ? null : rows.GetInt32(1), rows.TextOrNull(2), rows.GetString(3), rows.ShortOrNull(4))
            : null);
    }

    /// <exception cref="Refusal">The category does not exist or may not be chosen for this month.</exception>
    public static void Check(Verdict verdict, Month month, IReadOnlyList<CategoryBook.Category> book)
    {
        if (verdict.Category is not { } id)
        {
            return;
        }

        var category = book.FirstOrDefault(c => c.Id == id) ?? throw new Refusal("There is no such category; load the page again and choose from its list.");
        if (!category.IsInForce(month))
        {
            throw new Refusal($"The category '{category.Name}' is not in force in {month.Title}; choose another. Nothing was written.");
        }
    }

    /// <summary>An event in words: <c>Modifications</c>, <c>set aside</c>.</summary>
    public static string Say(string kind, short? category, IReadOnlyList<CategoryBook.Category> book) => kind switch
    {
        "category" => book.FirstOrDefault(c => c.Id == category)?.Name ?? "a category",
        "set aside" => "Set aside",
        "restore" => "Counted again",
        _ => "An undo",
    };

    static string Overtaken(Newest? newest, int person, IReadOnlyList<CategoryBook.Category> book)
    {
        var who = newest?.Person == person ? "You, on another page," : newest?.Name ?? "Staff, in the mailbox,";
        return newest switch
        {
            null => "This page is older than what is known now. Nothing was written; look again and answer.",
            { Kind: "set aside" } => $"{who} set this message aside meanwhile. Nothing of this answer was written.",
            { Kind: "undo" } => $"{who} undid a correction of this message meanwhile. Nothing of this answer was written; look again and answer.",
            _ => $"{who} {(newest.Person == person ? "were" : "was")} faster: {Say(newest.Kind, newest.Category, book)}. Nothing of this answer was written; look again, and answer if you disagree.",
        };
    }
}
