namespace Helpdesk.Classification;

/// <summary>Turns a mail into numbers: for each known token (1 + log count) x rarity, each block scaled to its own weight.</summary>
/// <remarks>Not thread-safe: it keeps its scratch space between mails; use one for each thread.</remarks>
sealed class Vectorizer(Vocabulary vocabulary)
{
    static readonly int Blocks = Enum.GetValues<FeatureBlock>().Length;

    readonly int[] counts = new int[vocabulary.Count];
    readonly List<int> touched = [];

    /// <summary>How much each block may weigh against the others; chosen by cross-validation on the training mail.</summary>
    static float Weight(FeatureBlock block) => block switch
    {
        FeatureBlock.Subject => 0.9f,
        FeatureBlock.Words => 1f,
        FeatureBlock.Letters => 1.2f,
        FeatureBlock.Quoted => 0.4f,
        FeatureBlock.Attachments => 0.4f,
        FeatureBlock.Envelope => 0.3f,
        FeatureBlock.Thread => 0.6f,
    };

    /// <summary>The mail's tokens by number, ascending, with their values.</summary>
    public SparseVector Of(MailInput mail)
    {
        touched.Clear();
        FeatureTokens.Of(mail, (_, hash, _, _) =>
        {
            var index = vocabulary.IndexOf(hash);
            if (index >= 0 && counts[index]++ == 0)
            {
                touched.Add(index);
            }
        });
        touched.Sort();

        var values = new float[touched.Count];
        Span<double> squares = stackalloc double[Blocks];
        for (var i = 0; i < values.Length; i++)
        {
            var entry = vocabulary.Entries[touched[i]];
            values[i] = (1f + MathF.Log(counts[touched[i]])) * entry.Rarity;
            squares[(int)entry.Block] += values[i] * values[i];
            counts[touched[i]] = 0;
        }

        for (var i = 0; i < values.Length; i++)
        {
            var block = vocabulary.Entries[touched[i]].Block;
            values[i] *= Weight(block) / (float)Math.Sqrt(squares[(int)block]);
        }

        return new([.. touched], values);
    }
}
