using System.Globalization;
using System.Text.Json;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Helpdesk.Quality;

/// <summary>Keeps how sure every month is: reads what was kept, and makes anew whatever its mail, guesses and answers have overtaken.</summary>
sealed class QualityBook(HelpdeskDatabase database, MonthMail mail, ModelMixes mixes, MonthStamps stamps, SecondOpinions second, IOptions<QualityOptions> options)
{
    /// <summary>Half a year: answers that are older are about other mail.</summary>
    public const int Remembered = 6;

    static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    /// <summary>The months of a window for a page.</summary>
    /// <param name="Behind">Shown as they were last judged, though mail or answers came since.</param>
    /// <param name="Awaited">Not judged yet.</param>
    public sealed record View(IReadOnlyList<MonthQuality> Months, IReadOnlyList<Month> Behind, IReadOnlyList<Month> Awaited);

    /// <summary>The month as known now.</summary>
    /// <exception cref="Refusal">The month has no counted mail.</exception>
    public async Task<MonthQuality> ReadAsync(Month month, CancellationToken stop) =>
        (await WindowAsync(month, 1, stop)) is [var only] ? only : throw new Refusal($"{month.Title} has no counted mail, so there is nothing to be sure or unsure of; 'helpdesk table' shows the months that have.");

    /// <summary>The months of a window that have counted mail, oldest first.</summary>
    public async Task<IReadOnlyList<MonthQuality>> WindowAsync(Month month, int months, CancellationToken stop) => (await ReadAsync(month, months, long.MaxValue, stop)).Months;

    /// <summary>The same for somebody who waits: months with so much mail that judging it takes long are left to the worker.</summary>
    public Task<View> ViewAsync(Month month, int months, CancellationToken stop) => ReadAsync(month, months, options.Value.MostForPage, stop);

    async Task<View> ReadAsync(Month month, int months, long most, CancellationToken stop)
    {
        var window = month.Window(months + Remembered);
        var known = await stamps.ReadAsync(window, stop);
        var kept = await KeptAsync(window[0], month, stop);
        var categories = await QualityCategory.ReadAsync(database, stop);
        // Of the months before the window only the mix is needed; one kept for that alone is made anew before it is shown.
        var stale = window.Index().Where(m => known.ContainsKey(m.Item))
            .Select(m => (Month: m.Item, Stamp: known[m.Item].Text + (m.Index < Remembered ? "/mix" : ""), Fits: m.Index < Remembered ? kept.ContainsKey(m.Item) : kept.GetValueOrDefault(m.Item).Stamp == known[m.Item].Text))
            .Where(m => !m.Fits).ToList();
        if (stale.Sum(m => known[m.Month].Mails) > most)
        {
            var left = stale.Select(m => m.Month).Where(m => m.CompareTo(window[Remembered]) >= 0).ToLookup(kept.ContainsKey);
            return new([.. window.Skip(Remembered).Where(m => known.ContainsKey(m) && kept.ContainsKey(m)).Select(m => kept[m].Quality)], [.. left[true]], [.. left[false]]);
        }

        if (stale.Count > 0)
        {
            var models = await mixes.ReadAsync(categories, stop);
            var opinions = await second.ReadAsync([.. stale.Select(s => s.Month)], models.Values, stop);
            var taught = new Dictionary<Month, MonthSample>();
            Task<MonthSample> Read(int of) => mail.ReadAsync(stale[of].Month, onlyTaught: false, categories, models, stop);
            var reading = Read(0);
            foreach (var (place, (judged, stamp, _)) in stale.Index())
            {
                var sample = await reading;
                reading = place + 1 < stale.Count ? Read(place + 1) : reading; // the next is read while this one is judged
                var past = new List<(MonthSample, double[])>();
                foreach (var earlier in judged.Add(-1).Window(Remembered).Where(m => kept.ContainsKey(m) && known.ContainsKey(m)))
                {
                    if (!taught.TryGetValue(earlier, out var lesson))
                    {
                        taught.Add(earlier, lesson = await mail.ReadAsync(earlier, onlyTaught: true, categories, models, stop));
                    }

                    past.Add((lesson, kept[earlier].Quality.Mix));
                }

                var people = await Agreement.ReadAsync(database, judged.Add(-Remembered), judged, stop);
                var judgement = new MonthJudgement(sample, past, categories, people, opinions);
                var quality = judgement.Judge(kept.GetValueOrDefault(judged).Quality?.Goal.SettledAfter);
                kept[judged] = (stamp, quality);
                await KeepAsync(judged, stamp, quality, judgement.Queue, categories, stop);
            }
        }

        return new([.. window.Skip(Remembered).Where(known.ContainsKey).Select(m => kept[m].Quality)], [], []);
    }

    async Task<Dictionary<Month, (string Stamp, MonthQuality Quality)>> KeptAsync(Month first, Month last, CancellationToken stop) =>
        (await database.ListAsync("select month, stamp, estimate::text from quality_months where month between $1 and $2", [first.FirstDay, last.FirstDay],
            row => (Month: Month.Of(row.GetFieldValue<DateOnly>(0)), Stamp: row.GetString(1), Text: row.GetString(2)), stop))
        .Where(k => k.Stamp.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{MonthQuality.Form}/"), StringComparison.Ordinal))
        .ToDictionary(k => k.Month, k => (k.Stamp, JsonSerializer.Deserialize<MonthQuality>(k.Text, Form)!));

    async Task KeepAsync(Month month, string stamp, MonthQuality quality, IReadOnlyList<(long Message, double Effect)> queue, IReadOnlyList<QualityCategory> categories, CancellationToken stop)
    {
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        // Two who look at once would write the same; the second waits and writes it again.
        await connection.ExecuteAsync("""
            insert into quality_months (month, stamp, mix, answers, blind_answers, doubtful_cells, answers_to_settle, settled_at, settled_after, estimate)
            values ($1, $2, $3, $4, $5, $6, $7, case when $6 = 0 then now() end, $8, $9::jsonb)
            on conflict (month) do update set stamp = excluded.stamp, mix = excluded.mix, answers = excluded.answers, blind_answers = excluded.blind_answers,
                doubtful_cells = excluded.doubtful_cells, answers_to_settle = excluded.answers_to_settle, settled_at = coalesce(quality_months.settled_at, excluded.settled_at),
                settled_after = excluded.settled_after, estimate = excluded.estimate, computed_at = now()
            """, [month.FirstDay, stamp, quality.Mix, quality.Answers, quality.Accuracy.Answers, quality.Goal.DoubtfulCells, quality.Goal.More, quality.Goal.SettledAfter, JsonSerializer.Serialize(quality, Form)], stop);
        await connection.ExecuteAsync("delete from quality_cells where month = $1", [month.FirstDay], stop);
        foreach (var cell in quality.Cells)
        {
            await connection.ExecuteAsync("insert into quality_cells (month, category_id, raw, printed, adjusted, low, high, may_be_off, firm) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                [month.FirstDay, categories.First(c => c.Key == cell.Key).Id, cell.Raw, cell.Printed, cell.Adjusted, cell.Low, cell.High, cell.MayBeOff, cell.Firm], stop);
        }

        await QueueAsync(connection, month, queue, stop);
        await transaction.CommitAsync(stop);
    }

    /// <summary>Mail that was answered keeps its place, for its answer goes on to teach; a closed month asks for nothing more.</summary>
    static async Task QueueAsync(NpgsqlConnection connection, Month month, IReadOnlyList<(long Message, double Effect)> queue, CancellationToken stop)
    {
        var open = await connection.ScalarAsync<bool>("select not exists (select from closed_months where month = $1)", [month.FirstDay], stop);
        var wanted = open ? queue : [];
        await connection.ExecuteAsync("""
            delete from settling_queue q where q.month = $1 and not q.message_id = any($2)
                and not exists (select from effective_corrections c where c.message_id = q.message_id and c.kind = 'category')
            """, [month.FirstDay, wanted.Select(q => q.Message).ToArray()], stop);
        await connection.ExecuteAsync("""
            insert into settling_queue (message_id, month, effect) select message_id, $1, effect from unnest($2::bigint[], $3::double precision[]) q (message_id, effect)
            on conflict (message_id) do update set effect = excluded.effect
            """, [month.FirstDay, wanted.Select(q => q.Message).ToArray(), wanted.Select(q => q.Effect).ToArray()], stop);
    }
}
