namespace Helpdesk.Classification;

/// <summary>Finds the labelled mails most like one: by the angle between their words.</summary>
static class NearestMail
{
    /// <summary>Below a fifth two mails share a greeting and little else.</summary>
    const float LeastLikeness = 0.2f;

    /// <summary>The nearest of <paramref name="among"/>, the likest first, with the cosine of the angle, 0 to 1; never the mail itself.</summary>
    public static IReadOnlyList<(MailSample Mail, float Likeness)> To(MailSample mail, IEnumerable<MailSample> among, TrainedModel model, int most)
    {
        var vectorizer = new Vectorizer(model.Vocabulary);
        var own = Words(mail).ToDictionary(w => w.Token, w => w.Weight);
        return [.. among
            .Where(m => m.Label is not null && m.Id != mail.Id)
            .Select(m => (Mail: m, Likeness: Words(m).Sum(w => w.Weight * own.GetValueOrDefault(w.Token))))
            .Where(m => m.Likeness >= LeastLikeness)
            .OrderByDescending(m => m.Likeness)
            .ThenBy(m => m.Mail.Id, StringComparer.Ordinal)
            .Take(most)];

        List<(int Token, float Weight)> Words(MailSample of) => MailWords.Of(vectorizer, model.Vocabulary, MailInput.Of(of, null));
    }
}
