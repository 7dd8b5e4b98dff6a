namespace Helpdesk.Classification;

/// <summary>Turns a mail into numbers: for each known token (1 + log count) x rarity, each block scaled to its own weight; an unknown token counts 1 in the block's length.</summary>
/// <remarks>What training and explaining see; <see cref="MailSum"/> adds the same up in one pass. Not thread-safe; use one for each thread.</remarks>
sealed class Vectorizer(Vocabulary vocabulary)
{
    static readonly FeatureBlock[] Blocks = Enum.GetValues<FeatureBlock>();

    readonly MailTokens tokens = new(vocabulary);

    /// <summary>The mail's tokens by number, ascending, with their values.</summary>
    public SparseVector Of(MailInput mail)
    {
        tokens.Read(mail);
        var (places, values) = (new List<int>(), new List<float>());
        var start = 0;
        foreach (var block in Blocks)
        {
            var (first, squares) = (values.Count, 0f);
            foreach (var (token, times) in block == FeatureBlock.Letters ? Letters() : Words(block, ref start))
            {
                var value = Damped.Of(times) * vocabulary.Rarities[token];
                squares += value * value;
                places.Add(token);
                values.Add(value);
            }

            var scale = Recipe.Scale(block, squares, tokens.Unknown(block));
            for (var i = first; i < values.Count; i++)
            {
                values[i] *= scale;
            }
        }

        tokens.Forget();
        int[] sorted = [.. places];
        float[] beside = [.. values];
        Array.Sort(sorted, beside);
        return new(sorted, beside);
    }

    List<(int Token, int Times)> Words(FeatureBlock block, ref int start)
    {
        var own = new List<(int, int)>();
        foreach (var number in block is FeatureBlock.Subject or FeatureBlock.Words ? tokens.Said : default)
        {
            ref readonly var word = ref vocabulary.Words[number];
            var (token, times) = block == FeatureBlock.Subject ? (word.Subject, tokens.InSubject(number)) : (word.New, tokens.InNew(number));
            if (token >= 0 && times > 0)
            {
                own.Add((token, times));
            }
        }

        foreach (var token in tokens.Own(block, ref start))
        {
            own.Add((token, tokens.Times(token)));
        }

        return own;
    }

    List<(int Token, int Times)> Letters()
    {
        var (own, had) = (new List<(int, int)>(), new HashSet<int>());
        Add(tokens.Strays.All);
        foreach (var number in tokens.Said)
        {
            Add(vocabulary.Words.RunsOf(vocabulary.Words[number]));
        }

        return own;

        void Add(ReadOnlySpan<int> runs)
        {
            foreach (var run in runs)
            {
                if (had.Add(run))
                {
                    own.Add((vocabulary.Runs[run], tokens.InWords(run) + tokens.Strays.Times(run)));
                }
            }
        }
    }
}
