using System.Globalization;
using System.Text;
using Helpdesk.Database;
using Helpdesk.Text;
using Npgsql;

namespace Helpdesk.Classification;

/// <summary>What the last stored months would look like had another model guessed: the change of each cell.</summary>
/// <remarks>A person's answer stays; only mail whose text is still kept can be asked again.</remarks>
/// <param name="Mails">How many counted mails were asked again.</param>
sealed record BackCast(IReadOnlyList<BackCast.Cell> Cells, int Mails)
{
    const int Months = 3;

    /// <param name="Category">Its name today, whatever it was called when the model learned of it.</param>
    /// <param name="Now">The mails as they count today.</param>
    /// <param name="Then">As they would under the other model.</param>
    public sealed record Cell(DateOnly Month, string Category, int Now, int Then);

    public static async Task<BackCast> OfAsync(NpgsqlConnection connection, TrainedModel model, CancellationToken stop)
    {
        var names = new LearnedNames(model, await Categories.ReadAsync(connection, stop));
        var rules = names.Of(await RuleStore.ReadAsync(connection, stop));
        await using var command = new NpgsqlCommand("""
            select s.month, s.category_id, s.source, m.thread, t.from_address, t.recipients, t.subject, t.body, t.attachments, m.automatic is not null
            from standings s
            join messages m on m.id = s.message_id
            join message_texts t on t.message_id = s.message_id
            where s.standing = 'counted' and s.month in (select distinct month from standings order by month desc limit $1)
            order by s.received_at, s.message_id
            """, connection)
        {
            Parameters = { new() { Value = Months } },
        };
        await using var rows = await command.ExecuteReaderAsync(stop);
        var cells = new SortedDictionary<(DateOnly Month, string Category), (int Now, int Then)>(Comparer<(DateOnly Month, string Category)>.Create((a, b) =>
            a.Month != b.Month ? a.Month.CompareTo(b.Month) : string.CompareOrdinal(a.Category, b.Category)));
        var threads = new Dictionary<string, MailInput.ThreadSoFar>(StringComparer.Ordinal);
        var mails = 0;
        while (await rows.ReadAsync(stop))
        {
            mails++;
            var (month, now, byPerson, thread) = (rows.GetFieldValue<DateOnly>(0), names.Of(rows.GetInt16(1)), rows.GetString(2) == "person", Convert.ToHexString(rows.GetFieldValue<byte[]>(3)));
            var then = now;
            if (!byPerson)
            {
                var mail = new MailInput(rows.GetString(6), MailText.From(rows.GetString(7)), rows.GetFieldValue<string[]>(8), rows.GetString(4), rows.GetFieldValue<string[]>(5), rows.GetBoolean(9), threads.GetValueOrDefault(thread));
                then = Guess.By(model, rules, 0f, mail).Category;
            }

            if (byPerson || !threads.TryGetValue(thread, out var known) || !known.ByPerson)
            {
                threads[thread] = new(then, byPerson);
            }

            Add((month, names.Today(now)), 1, 0);
            Add((month, names.Today(then)), 0, 1);
        }

        return new([.. cells.Select(c => new Cell(c.Key.Month, c.Key.Category, c.Value.Now, c.Value.Then))], mails);

        void Add((DateOnly, string) cell, int now, int then)
        {
            var (n, t) = cells.GetValueOrDefault(cell);
            cells[cell] = (n + now, t + then);
        }
    }

    /// <summary>A line for each category, a column for each month: the count now, and the change.</summary>
    public string Text()
    {
        if (Mails == 0)
        {
            return "No stored mail to try it on: no month changes.\n";
        }

        var months = Cells.Select(c => c.Month).Distinct().Order().ToList();
        var categories = Cells.Select(c => c.Category).Distinct().ToList();
        var width = categories.Max(c => c.Length);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"The last {months.Count} stored months ({Mails:N0} mails), as they count now and how far each cell would move:");
        text.Append("  ".PadRight(width + 2));
        months.ForEach(m => text.Append(CultureInfo.InvariantCulture, $"  {m:yyyy-MM}      "));
        text.AppendLine();
        foreach (var category in categories.Order(StringComparer.Ordinal))
        {
            text.Append("  ").Append(category.PadRight(width));
            foreach (var month in months)
            {
                var cell = Cells.FirstOrDefault(c => c.Month == month && c.Category == category);
                var change = (cell?.Then ?? 0) - (cell?.Now ?? 0);
                text.Append(CultureInfo.InvariantCulture, $"  {cell?.Now ?? 0,6:N0} {(change == 0 ? "." : change.ToString("+0;-0", CultureInfo.InvariantCulture)),-6}");
            }

            text.AppendLine();
        }

        return text.ToString();
    }
}
