namespace Helpdesk.Classification;

/// <summary>Answers a file of mails as service would: in date order, the thread's context from its own earlier answers.</summary>
static class ThreadMemory
{
    public static IEnumerable<(MailSample Mail, MailInput Input, Guess Guess)> Answer(TrainedModel model, float leastConfidence, IEnumerable<MailSample> mails)
    {
        var latest = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var mail in mails.OrderBy(m => m.Date))
        {
            var input = MailInput.Of(mail, mail.Thread is not null && latest.TryGetValue(mail.Thread, out var earlier) ? new(earlier, ByPerson: false) : null);
            var guess = Guess.By(model, Rules.Shipped, leastConfidence, input);
            if (mail.Thread is not null)
            {
                latest[mail.Thread] = guess.Category;
            }

            yield return (mail, input, guess);
        }
    }
}
