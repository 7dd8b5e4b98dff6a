using Helpdesk.Classification;
using Helpdesk.Database;
using Helpdesk.Messages;
using Helpdesk.Reporting;
using Microsoft.Extensions.Options;

namespace Helpdesk.Quality.Topics;

/// <summary>Looks for new matters among the mail that has no sure home, and whether people begin to use other words.</summary>
/// <remarks>Nothing of it is kept: words are what people wrote, and go when their mail is erased.</remarks>
sealed class TopicWatch(HelpdeskDatabase database, WordWatch words, IOptions<ReportingOptions> reporting, IOptions<ClassifierOptions> classifier)
{
    /// <summary>Four hundred mails of a month: with more a topic only shows more clearly, and the page waits.</summary>
    const int MostMails = 400;

    /// <summary>What a mail is about stands in its first six hundred letters.</summary>
    const int MostLetters = 600;

    /// <param name="Looked">How many mails of the month were looked at.</param>
    public sealed record Reading(IReadOnlyList<Topic> Topics, int Looked, WordWatch.Language Language);

    public async Task<Reading> ReadAsync(Month month, CancellationToken stop)
    {
        var window = month.Window(reporting.Value.Months);
        var sampled = await SampledMail.OfAsync(database, window[0], month, stop);
        var mails = await database.ListAsync($"""
            select o.message_id, o.month, left(t.subject, 200), left(t.new_text, $5)
            from (
                select s.message_id, of_month.month
                from {SampledMail.Months} cross join lateral (
                    select s.message_id from {SampledMail.Mail} s join categories c on c.id = s.category_id
                    where s.standing = any($3) and (c.key = 'other' or exists (select from doubtful_mail($4) d where d.message_id = s.message_id))
                    order by s.message_id % 97, s.message_id limit $6
                ) s
            ) o
            join message_texts t on t.message_id = o.message_id
            order by o.message_id
            """, [sampled.Whole, sampled.Sampled, reporting.Value.Counted.ToArray(), (float)classifier.Value.LeastConfidence, MostLetters, MostMails],
            row => (row.GetInt64(0), window.Index().First(m => m.Item == Month.Of(row.GetFieldValue<DateOnly>(1))).Index, row.GetString(2), row.GetString(3)), stop);
        var (vectors, read) = TopicWords.Of(mails);
        return new(TopicClusters.Of(vectors, read, window.Count), vectors.Count(v => v.Month == window.Count - 1), await words.ReadAsync(month, stop));
    }
}
