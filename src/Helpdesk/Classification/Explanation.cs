namespace Helpdesk.Classification;

/// <summary>Why a mail was taken for one category and not another: what each of its words, its thread and its envelope added to the difference.</summary>
/// <remarks>
/// Exact: the model adds up weight x value, and these are the terms of that sum; with <see cref="Usual"/> they make <see cref="Lead"/>.
/// What runs of letters add is credited to the words they stand in, in equal shares.
/// </remarks>
/// <param name="Lead">How far the category's margin lies before the other's.</param>
/// <param name="Usual">What the category has before the other in every mail.</param>
/// <param name="Parts">The strongest first; those against the category are below 0.</param>
sealed record Explanation(float Lead, float Usual, IReadOnlyList<Explanation.Part> Parts)
{
    /// <param name="Text">A word or two; of the envelope and the thread, what was seen.</param>
    public sealed record Part(FeatureBlock Block, string Text, float Weight);

    /// <param name="label">The category's number among the model's labels.</param>
    /// <param name="other">The one it is held against: the next likely.</param>
    public static Explanation Of(TrainedModel model, MailInput mail, int label, int other)
    {
        var vectorizer = new Vectorizer(model.Vocabulary);
        var vector = vectorizer.Of(mail);
        var terms = new Dictionary<int, float>();
        for (var i = 0; i < vector.Places.Length; i++)
        {
            terms.Add(vector.Places[i], vector.Values[i] * (model.Weight(vector.Places[i], label) - model.Weight(vector.Places[i], other)));
        }

        var seen = new Sightings(model.Vocabulary);
        var counting = new Sink(seen, null);
        FeatureTokens.Of(mail, model.Vocabulary.HasMarks, ref counting);
        var credits = new Dictionary<(FeatureBlock, string), float>();
        var crediting = new Sink(seen, (block, text, token) =>
        {
            var place = (block, text);
            credits[place] = credits.GetValueOrDefault(place) + (terms[token] / seen.Times[token]);
        });
        FeatureTokens.Of(mail, model.Vocabulary.HasMarks, ref crediting);

        var usual = model.Bias(label) - model.Bias(other);
        return new(terms.Values.Sum() + usual, usual, [.. credits.Select(c => new Part(c.Key.Item1, c.Key.Item2, c.Value)).OrderByDescending(p => Math.Abs(p.Weight)).ThenBy(p => p.Text, StringComparer.Ordinal)]);
    }

    /// <summary>How often each token stands in the mail.</summary>
    sealed class Sightings(Vocabulary vocabulary)
    {
        public Dictionary<int, int> Times { get; } = [];

        public int Token(ulong hash) => vocabulary.IndexOf(hash);
    }

    /// <summary>First counts the tokens; then, with somebody to credit, says of each where it stood.</summary>
    readonly struct Sink(Sightings seen, Action<FeatureBlock, string, int>? credit) : ITokenSink
    {
        public void Word(FeatureBlock block, ulong hash, ReadOnlySpan<char> word, bool letters)
        {
            Say(block, word, default, TokenHash.In(block, hash));
            if (letters)
            {
                Span<char> buffer = stackalloc char[WordReader.Longest + 2];
                for (var run = new LetterRuns(LetterRuns.Pad(word, buffer)); run.Next();)
                {
                    Say(block, word, default, run.Hash);
                }
            }
        }

        public void Pair(FeatureBlock block, ulong first, ulong second, ReadOnlySpan<char> firstWord, ReadOnlySpan<char> secondWord) =>
            Say(block, firstWord, secondWord, TokenHash.In(block, first, second));

        public void EndOf(FeatureBlock block)
        {
        }

        public void Mark(FeatureBlock block, ReadOnlySpan<char> mark) => Say(block, mark, default, TokenHash.In(block, TokenHash.Of(mark)));

        void Say(FeatureBlock block, ReadOnlySpan<char> first, ReadOnlySpan<char> second, ulong hash)
        {
            if (seen.Token(hash) is not (var token and >= 0))
            {
                return;
            }

            if (credit is null)
            {
                seen.Times[token] = seen.Times.GetValueOrDefault(token) + 1;
            }
            else
            {
                credit(block, second.IsEmpty ? first.ToString() : $"{first} {second}", token);
            }
        }
    }
}
