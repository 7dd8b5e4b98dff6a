using System.Globalization;
using Helpdesk.Classification;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Helpdesk.Text;

namespace Helpdesk.Quality.Topics;

/// <summary>Compares how many words of a month's mail the model does not know with the months before: new words come before wrong guesses.</summary>
sealed class WordWatch(HelpdeskDatabase database, Classifier classifier)
{
    /// <summary>Sixty mails of a month tell its share of strange words to a hundredth.</summary>
    const int MailsOfMonth = 60;

    const int LeastMails = 20;

    /// <summary>One in a thousand by chance.</summary>
    const double Spreads = 3.3;

    /// <param name="Strange">The share of its words that the model does not know; null where it cannot be said.</param>
    /// <param name="Usual">The same in the half year before.</param>
    public sealed record Language(double? Strange, double? Usual, bool Moved, string Sentence);

    public async Task<Language> ReadAsync(Month month, CancellationToken stop)
    {
        TrainedModel model;
        try
        {
            model = await classifier.ModelAsync(stop);
        }
        catch (Refusal refusal)
        {
            return new(null, null, false, $"Whether people write other words than before cannot be said without the model. {refusal.Message}");
        }

        var sampled = await SampledMail.OfAsync(database, month.Add(-QualityBook.Remembered), month, stop);
        var mails = await database.ListAsync($"""
            select o.month, t.subject, left(t.new_text, 1500)
            from (
                select s.message_id, of_month.month
                from {SampledMail.Months} cross join lateral (
                    select message_id from {SampledMail.Mail} s where standing = 'counted' order by message_id % 89, message_id limit $3
                ) s
            ) o
            join message_texts t on t.message_id = o.message_id
            """, [sampled.Whole, sampled.Sampled, MailsOfMonth],
            row => (Now: Month.Of(row.GetFieldValue<DateOnly>(0)) == month, Share: StrangeShare(model, row.GetString(1), row.GetString(2))), stop);
        double[] now = [.. mails.Where(m => m is { Now: true, Share: not null }).Select(m => m.Share!.Value)];
        double[] before = [.. mails.Where(m => m is { Now: false, Share: not null }).Select(m => m.Share!.Value)];
        if (now.Length < LeastMails || before.Length < LeastMails)
        {
            return new(null, null, false, "Whether people write other words than before cannot be said: too few mails have a text.");
        }

        var distance = now.Average() - before.Average();
        var moved = distance > Spreads * Math.Sqrt((Variance(now) / now.Length) + (Variance(before) / before.Length));
        return new(now.Average(), before.Average(), moved, string.Create(CultureInfo.InvariantCulture,
            $"{(moved ? "The words moved" : "The words are the usual ones")}: the model does not know {100 * now.Average():N0} % of them, {100 * before.Average():N0} % in the half year before.{(moved ? " Look at what the new mail is about before trusting the guesses." : "")}"));
    }

    static double? StrangeShare(TrainedModel model, string subject, string text)
    {
        var count = new WordCount(model.Vocabulary);
        FeatureTokens.Of(new MailInput(subject, new MailText(text, "", ""), [], "", [], false, null), marks: false, ref count);
        return count.All == 0 ? null : count.Strange / (double)count.All;
    }

    /// <summary>Counts the words of the new text, and those of them that the model does not know.</summary>
    struct WordCount(Vocabulary known) : ITokenSink
    {
        public int All { get; private set; }

        public int Strange { get; private set; }

        public void Word(FeatureBlock block, ulong hash, ReadOnlySpan<char> word, bool letters)
        {
            if (block == FeatureBlock.Words)
            {
                All++;
                Strange += known.IndexOf(TokenHash.In(block, hash)) < 0 ? 1 : 0;
            }
        }

        public void Pair(FeatureBlock block, ulong first, ulong second, ReadOnlySpan<char> firstWord, ReadOnlySpan<char> secondWord)
        {
            // Pairs are new far more often than words, and say less.
        }

        public void EndOf(FeatureBlock block)
        {
        }

        public void Mark(FeatureBlock block, ReadOnlySpan<char> mark)
        {
            // No word.
        }
    }

    static double Variance(double[] shares)
    {
        var mean = shares.Average();
        return shares.Sum(s => (s - mean) * (s - mean)) / (shares.Length - 1);
    }
}
