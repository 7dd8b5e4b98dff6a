using Helpdesk.Database;
using Helpdesk.Messages;

namespace Helpdesk.Quality.Topics;

/// <summary>Which mail of some months is looked at: all of a month as it usually is, every thirty-second of one that is too large to go through while somebody waits.</summary>
/// <param name="Whole">The months of which every mail is looked at.</param>
/// <param name="Sampled">The others; the index <c>messages_sampled</c> finds theirs.</param>
sealed record SampledMail(DateOnly[] Whole, DateOnly[] Sampled)
{
    /// <summary>Forty thousand: every thirty-second of so many are still more than anything here reads of a month, and going through all of them takes a tenth of a second.</summary>
    const long Large = 40_000;

    /// <summary>The months; <see cref="Whole"/> is the statement's first value and <see cref="Sampled"/> the second.</summary>
    public const string Months = "(select unnest($1::date[]) as month, false as sampled union all select unnest($2::date[]), true) of_month";

    /// <summary>The mail of one of them; month by month, so that few are taken of each before their texts are looked up.</summary>
    public const string Mail = """
        (
            select message_id, category_id, standing from message_standings where not of_month.sampled and month = of_month.month
            union all
            select s.message_id, s.category_id, s.standing from messages m join message_standings s on s.message_id = m.id where of_month.sampled and m.month = of_month.month and m.id % 32 = 0
        )
        """;

    public static async Task<SampledMail> OfAsync(HelpdeskDatabase database, Month first, Month last, CancellationToken stop)
    {
        var months = (await database.ListAsync("select month, sum(count)::bigint from monthly_figures where month between $1 and $2 group by month",
            [first.FirstDay, last.FirstDay], row => (Month: row.GetFieldValue<DateOnly>(0), Mails: row.GetInt64(1)), stop)).ToLookup(m => m.Mails > Large, m => m.Month);
        return new([.. months[false]], [.. months[true]]);
    }
}
