namespace Helpdesk.Classification;

/// <summary>A mail's own words with their weights, scaled so that the angle to itself is 1.</summary>
/// <remarks>Without the quoted history, which all mails of a thread share, and without signature, envelope and sender.</remarks>
static class MailWords
{
    public static List<(int Token, float Weight)> Of(Vectorizer vectorizer, Vocabulary vocabulary, MailInput mail)
    {
        var vector = vectorizer.Of(mail);
        var words = new List<(int Token, float Weight)>();
        var squares = 0f;
        for (var i = 0; i < vector.Places.Length; i++)
        {
            if (vocabulary.Blocks[vector.Places[i]] is FeatureBlock.Subject or FeatureBlock.Words or FeatureBlock.Attachments)
            {
                words.Add((vector.Places[i], vector.Values[i]));
                squares += vector.Values[i] * vector.Values[i];
            }
        }

        var length = MathF.Sqrt(squares);
        return words.ConvertAll(w => (w.Token, w.Weight / length));
    }
}
