using Helpdesk.Database;
using Helpdesk.Messages;
using Helpdesk.Reporting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Helpdesk.Quality;

/// <summary>Reads a month's counted mail with scores, answers and the sample drawn from it.</summary>
sealed class MonthMail(HelpdeskDatabase database, IOptions<ReportingOptions> reporting)
{
    /// <summary>One mail as stored.</summary>
    /// <param name="Queued">A person answered it after the queue had placed it, and not in bulk: nobody chose it for its mistake.</param>
    sealed record Row(long Id, int? Guess, double Confidence, float[] Scores, int? Model, int? Answer, bool Queued, Draw? Drawn);

    sealed record Draw(int Stratum, int Mails, bool Answered, int? Answer);

    /// <param name="onlyTaught">Leaves out mail that can teach nothing to other months.</param>
    public async Task<MonthSample> ReadAsync(Month month, bool onlyTaught, IReadOnlyList<QualityCategory> categories, IReadOnlyDictionary<int, KnownModel> models, CancellationToken stop)
    {
        var places = categories.Index().ToDictionary(c => c.Item.Id, c => c.Index);
        int? Place(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : places[row.GetInt16(column)];
        var rows = await database.ListAsync($$"""
            select s.message_id, g.category_id, coalesce(g.confidence, 0)::double precision, coalesce(g.scores, '{}'), g.model_id,
                case when s.source = 'person' then s.category_id end,
                coalesce(q.placed_at <= c.made_at and c.bulk_id is null, false),
                d.stratum::integer, d.stratum_mails, b.message_id is not null, b.category_id
            from message_standings s
            {{(onlyTaught ? "join (select message_id from audit_draws where month = $1 union select message_id from settling_queue where month = $1) o on o.message_id = s.message_id" : "")}}
            left join lateral (select category_id, confidence, scores, model_id from guesses where message_id = s.message_id order by id desc limit 1) g on true
            left join audit_draws d on d.message_id = s.message_id
            left join lateral (select message_id, category_id from audit_answers where message_id = d.message_id order by id limit 1) b on true
            left join settling_queue q on q.message_id = s.message_id
            left join lateral (
                select a.made_at, a.bulk_id from effective_corrections e join corrections a on a.id = e.id
                where e.message_id = q.message_id and e.kind = 'category' and e.person_id is not null order by e.id desc limit 1
            ) c on true
            where s.month = $1 and s.standing = any($2)
            order by s.message_id
            """, [month.FirstDay, reporting.Value.Counted.ToArray()], row => new Row(
                row.GetInt64(0), Place(row, 1), row.GetDouble(2), row.GetFieldValue<float[]>(3), row.IsDBNull(4) ? null : row.GetInt32(4), Place(row, 5), row.GetBoolean(6),
                row.IsDBNull(7) ? null : new(row.GetInt32(7), row.GetInt32(8), row.GetBoolean(9), Place(row, 10))), stop);
        return Sample(month, rows, models, categories.Count, await DrawnOfAsync(month, stop));
    }

    /// <summary>How many counted mails there were when the sample was drawn; null when none was.</summary>
    async Task<int?> DrawnOfAsync(Month month, CancellationToken stop) =>
        await database.ScalarAsync<int?>("select mails from audits where month = $1", [month.FirstDay], stop);

    static MonthSample Sample(Month month, IReadOnlyList<Row> rows, IReadOnlyDictionary<int, KnownModel> models, int categories, int? drawnOf)
    {
        var answered = rows.Where(r => r.Drawn is { Answered: true, Answer: not null }).GroupBy(r => r.Drawn!.Stratum).ToDictionary(g => g.Key, g => g.Count());
        var mails = new List<CountedMail>();
        double[] even = [.. Enumerable.Repeat(1.0 / categories, categories)];
        var sampled = new List<MonthSample.Sampled>();
        foreach (var row in rows)
        {
            var answer = row.Answer ?? row.Drawn?.Answer;
            if ((row.Guess ?? answer) is not { } guess)
            {
                continue; // parked mail that counts has a label; what has none stands in the table's memo
            }

            var model = row.Model is { } number ? models[number] : null;
            // A stratum's answered mails stand for all of it, however many of the drawn ones are done.
            var weight = row.Drawn is { Answered: true, Answer: not null } draw ? (double)draw.Mails / answered[draw.Stratum] : 0;
            if (row.Drawn is { } d)
            {
                sampled.Add(new(mails.Count, d.Answered, d.Answer, weight));
            }

            mails.Add(model is null || row.Guess is null
                ? new(row.Id, Certain(guess, categories), even, guess, answer)
                : new(row.Id, model.ByPlace(row.Scores, guess, row.Confidence), model.TrainingMix, guess, answer, (row.Drawn is { Answered: true, Answer: not null } || row.Queued) && answer is not null, weight));
        }

        return new(month, mails, sampled, drawnOf is { } then ? Math.Max(0, mails.Count - then) : null,
            [.. rows.Where(r => r.Model is not null).GroupBy(r => r.Model!.Value).Select(m => (models[m.Key], m.Count(), m.Count(r => (r.Answer ?? r.Drawn?.Answer) is null)))]);
    }

    static double[] Certain(int guess, int categories) => [.. Enumerable.Range(0, categories).Select(c => c == guess ? 1.0 : 0.0)];
}
