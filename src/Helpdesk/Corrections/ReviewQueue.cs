using Helpdesk.Classification;
using Helpdesk.Database;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Helpdesk.Corrections;

/// <summary>Hands out the doubtful messages, best first, each to one person at a time.</summary>
sealed class ReviewQueue(HelpdeskDatabase database, IOptions<ClassifierOptions> classifier, TimeProvider clock)
{
    /// <summary>Half a day: what somebody put off in the morning comes back to them tomorrow, and meanwhile to the others.</summary>
    static readonly TimeSpan PutOff = TimeSpan.FromHours(12);

    /// <summary>Two in a hundred: a smaller change of the effect reorders nobody's morning, and every rewritten row costs.</summary>
    const float Noticeable = 0.02f;

    /// <summary>A tenth: a closed month's cell is frozen, so its mail waits behind all that can still move the table.</summary>
    const float WhenClosed = 0.1f;

    /// <summary>Counting further costs every answer milliseconds, and nobody's day depends on the difference.</summary>
    public const int MostCounted = 10_000;

    /// <summary>A minute: so long "more than ten thousand" is believed without counting; nobody answers them all meanwhile.</summary>
    static readonly TimeSpan Believed = TimeSpan.FromMinutes(1);

    long countedMore = long.MinValue;

    /// <summary>Sampled mail waits for its blind answer elsewhere: here its guess would be seen.</summary>
    const string Free = """
        not q.message_id = any($2)
        and not exists (select from claims c where c.message_id = q.message_id and c.person_id <> $3 and c.until > now())
        and not exists (select from skips s where s.message_id = q.message_id and s.person_id = $3 and s.until > now())
        and not exists (select from audit_waiting w where w.message_id = q.message_id)
        """;

    float Doubtful => (float)classifier.Value.LeastConfidence;

    /// <summary>The best message that nobody else has in hand and this person neither holds nor put off, put on their desk; null when none is left.</summary>
    /// <remarks>What settles the table soonest comes first, however sure its guess seems; then what is doubtful.</remarks>
    /// <param name="held">What the person's page already shows or holds ready.</param>
    public async Task<long?> TakeAsync(int person, IReadOnlyCollection<long> held, CancellationToken stop)
    {
        await using var take = database.Source.CreateCommand($"""
            with settling as (
                select q.message_id from settling_queue t join review_queue q using (message_id)
                where $1 > 0 and {Free}
                order by t.effect desc, q.message_id limit 1
            ),
            doubtful as (
                select q.message_id from review_queue q
                where (q.confidence < $1 or q.doubtful) and {Free}
                order by q.effect desc, q.message_id limit 1
            ),
            best as (
                select coalesce((select message_id from settling), (select message_id from doubtful)) as message_id
            ),
            taken as (
                insert into claims (message_id, person_id, until) select message_id, $3, now() + $4 from best where message_id is not null
                on conflict (message_id) do update set person_id = excluded.person_id, until = excluded.until
                where claims.person_id = excluded.person_id or claims.until < now()
                returning message_id
            )
            select best.message_id, exists (select from taken) from best
            """);
        take.Parameters.AddWithValue(Doubtful);
        take.Parameters.AddWithValue(held.ToArray());
        take.Parameters.AddWithValue(person);
        take.Parameters.AddWithValue(Desk.Lease);
        // Whoever loses the race for a message by a hair looks again and then sees whose it is.
        while (true)
        {
            await using var rows = await take.ExecuteReaderAsync(stop);
            await rows.ReadAsync(stop);
            if (rows.IsDBNull(0))
            {
                return null;
            }

            if (rows.GetBoolean(1))
            {
                return rows.GetInt64(0);
            }
        }
    }

    /// <summary>What is left until the month with doubtful cells that was asked after last is settled; null when no month has a target to reach.</summary>
    public async Task<SettlingGoal?> GoalAsync(CancellationToken stop)
    {
        await using var find = database.Source.CreateCommand("""
            select month, answers, doubtful_cells, answers_to_settle from settling_goals g
            where doubtful_cells > 0 and answers_to_settle is not null and not exists (select from closed_months c where c.month = g.month)
            order by month desc limit 1
            """);
        await using var rows = await find.ExecuteReaderAsync(stop);
        return await rows.ReadAsync(stop) ? new(Messages.Month.Of(rows.GetFieldValue<DateOnly>(0)), rows.GetInt32(1), rows.GetInt32(2), rows.GetInt32(3)) : null;
    }

    /// <summary>How many doubtful messages wait for anybody, up to <see cref="MostCounted"/> + 1, which means more.</summary>
    /// <remarks>What <c>doubtful_mail</c> means, in line: counting ten thousand over its two indexes costs each page a third more.</remarks>
    public async Task<int> LeftAsync(CancellationToken stop)
    {
        if (Interlocked.Read(ref countedMore) is var counted and > long.MinValue && clock.GetElapsedTime(counted) < Believed)
        {
            return MostCounted + 1;
        }

        await using var count = database.Source.CreateCommand($"""
            with doubtful as (
                select count(*) as mails from (select from review_queue where confidence < $1 or doubtful limit {MostCounted + 1}) d
            )
            select case when mails > {MostCounted} then mails else (
                mails
                + (select count(*) from settling_queue t join review_queue q using (message_id) where not (q.confidence < $1 or q.doubtful))
                - (select count(*) from audit_waiting w join review_queue q using (message_id) where q.confidence < $1 or q.doubtful or exists (select from settling_queue t where t.message_id = q.message_id))
            ) end::integer
            from doubtful
            """);
        count.Parameters.AddWithValue(Doubtful);
        var left = (int)(await count.ExecuteScalarAsync(stop))!;
        Interlocked.Exchange(ref countedMore, left > MostCounted ? clock.GetTimestamp() : long.MinValue);
        return left;
    }

    /// <summary>Puts a message off for this person, and lets others have it.</summary>
    public async Task SkipAsync(long message, int person, CancellationToken stop)
    {
        await using var batch = database.Source.CreateBatch();
        batch.BatchCommands.Add(new("""
            insert into skips (message_id, person_id, until) select id, $2, now() + $3 from messages where id = $1
            on conflict (person_id, message_id) do update set until = excluded.until
            """) { Parameters = { new() { Value = message }, new() { Value = person }, new() { Value = PutOff } } });
        batch.BatchCommands.Add(new("delete from claims where message_id = $1 and person_id = $2") { Parameters = { new() { Value = message }, new() { Value = person } } });
        batch.BatchCommands.Add(new("delete from skips where until < now()"));
        await batch.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Weighs the cells by their present counts and orders anew the mail of those months whose weights moved; a job does so every few minutes.</summary>
    /// <remarks>A month at a time, each whole by itself: nobody who answers waits for the months before.</remarks>
    public async Task ReorderAsync(CancellationToken stop)
    {
        foreach (var month in await database.ListAsync("select distinct month from monthly_counts order by month desc", [], row => row.GetFieldValue<DateOnly>(0), stop))
        {
            await using var connection = await database.Source.OpenConnectionAsync(stop);
            await using var transaction = await connection.BeginTransactionAsync(stop);
            await using var weigh = new NpgsqlCommand("""
                insert into cell_weights (month, category_id, weight)
                select $1, c.id,
                    case when exists (select from publications p where p.month = $1 and p.origin <> 'imported') then $2 else 1 end / sqrt(greatest(coalesce(f.count, 0), 1))
                from categories c
                left join (
                    select category_id, sum(count) as count from monthly_counts where month = $1 and standing = 'counted' group by category_id
                ) f on f.category_id = c.id
                on conflict (month, category_id) do update set weight = excluded.weight where abs(cell_weights.weight - excluded.weight) > $3 * cell_weights.weight
                """, connection) { Parameters = { new() { Value = month }, new() { Value = WhenClosed }, new() { Value = Noticeable / 2 } } };
            if (await weigh.ExecuteNonQueryAsync(stop) > 0)
            {
                await using var reorder = new NpgsqlCommand("""
                    update review_queue q set effect = o.effect
                    from (
                        select message_id, review_effect(month, category_id, category_ids, scores) as effect from open_for_review where month = $1
                    ) o
                    where o.message_id = q.message_id and abs(o.effect - q.effect) > $2 * q.effect
                    """, connection) { CommandTimeout = 0, Parameters = { new() { Value = month }, new() { Value = Noticeable } } }; // a large month takes its time, and the next run would only begin it again
                await reorder.ExecuteNonQueryAsync(stop);
            }

            await transaction.CommitAsync(stop);
        }
    }
}
