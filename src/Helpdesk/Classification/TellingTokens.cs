namespace Helpdesk.Classification;

/// <summary>Raises the tokens that few categories share: of two words equally rare, the one that stands in one field only tells more.</summary>
static class TellingTokens
{
    /// <summary>How much it counts that a token tells the category, in units of its rarity for each nat; half and one are alike, and beyond rare categories' chance words take over.</summary>
    const double Share = 0.5;

    /// <summary>So many mails of the usual mix are added to each token's: of two mails of one category hardly anything follows.</summary>
    const double Mails = 2;

    public static Vocabulary Of(Vocabulary vocabulary, IReadOnlyList<MailInput> mails, IReadOnlyList<int> truth, int labels)
    {
        var (with, usual) = (new int[vocabulary.Count * labels], new double[labels]);
        var vectorizer = new Vectorizer(vocabulary);
        for (var i = 0; i < mails.Count; i++)
        {
            usual[truth[i]] += 1.0 / mails.Count;
            foreach (var token in vectorizer.Of(mails[i]).Places)
            {
                with[(token * labels) + truth[i]]++;
            }
        }

        return new([.. vocabulary.Entries.Select((entry, token) => entry with { Rarity = (float)(entry.Rarity * (1 + (Share * Told(with.AsSpan(token * labels, labels), usual)))) })]);
    }

    /// <summary>How far the mix of categories of the mails with a token is from the usual one, in nats (Kullback and Leibler).</summary>
    static double Told(ReadOnlySpan<int> with, double[] usual)
    {
        var (all, told) = (Mails, 0.0);
        foreach (var mails in with)
        {
            all += mails;
        }

        for (var label = 0; label < usual.Length; label++)
        {
            if (usual[label] > 0)
            {
                var share = (with[label] + (Mails * usual[label])) / all;
                told += share * Math.Log(share / usual[label]);
            }
        }

        return told;
    }
}
