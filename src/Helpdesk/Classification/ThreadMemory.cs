namespace Helpdesk.Classification;

/// <summary>Answers a file of mails as service would: in date order, the thread's context from its own earlier answers.</summary>
static class ThreadMemory
{
    public static IEnumerable<(MailSample Mail, Guess Guess)> Answer(TrainedModel model, IEnumerable<MailSample> mails)
    {
        var latest = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var mail in mails.OrderBy(m => m.Date))
        {
            var guess = Guess.By(model, MailInput.Of(mail, mail.Thread is not null && latest.TryGetValue(mail.Thread, out var e) ? new(e, false) : null));
            if (mail.Thread is not null)
            {
                latest[mail.Thread] = guess.Category;
            }

            yield return (mail, guess);
        }
    }
}
