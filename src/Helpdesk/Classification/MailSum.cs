using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Helpdesk.Classification;

/// <summary>Adds up what a mail's tokens say for each label: what <see cref="Vectorizer"/> and a multiplication would give, in one pass over the mail.</summary>
/// <remarks>Not thread-safe; use one for each thread.</remarks>
sealed class MailSum(Vocabulary vocabulary, WeightRows rows)
{
    static readonly FeatureBlock[] Blocks = Enum.GetValues<FeatureBlock>();

    readonly MailTokens tokens = new(vocabulary);
    readonly Vector512<float>[] sums = new Vector512<float>[Blocks.Length * rows.Registers];

    /// <summary>Adds to <paramref name="margins"/> what the mail has for each label.</summary>
    public void AddTo(Span<float> margins, MailInput mail)
    {
        tokens.Read(mail);
        for (var r = 0; r < rows.Registers; r++)
        {
            Sum(r, r == rows.Registers - 1 ? rows.SquareLane : Vector512<float>.Zero);
        }

        var all = MemoryMarshal.Cast<Vector512<float>, float>(sums.AsSpan());
        var width = all.Length / Blocks.Length;
        foreach (var block in Blocks)
        {
            var own = all.Slice((int)block * width, width);
            if (Recipe.Scale(block, own[rows.Labels], tokens.Unknown(block)) is var scale and not 0)
            {
                for (var label = 0; label < margins.Length; label++)
                {
                    margins[label] += own[label] * scale;
                }
            }
        }

        tokens.Forget();
    }

    /// <summary>One register of every block's sums.</summary>
    void Sum(int register, Vector512<float> square)
    {
        var (subject, words, letters) = SumWords(register, square);
        this[FeatureBlock.Letters, register] = letters + SumUneven(register, square);
        var start = 0;
        foreach (var block in Blocks)
        {
            var sum = block switch
            {
                FeatureBlock.Subject => subject,
                FeatureBlock.Words => words,
                _ => Vector512<float>.Zero,
            };
            var all = rows.Tokens;
            foreach (var token in tokens.Own(block, ref start))
            {
                sum += all[(token * rows.Registers) + register] * Times(tokens.Times(token), square);
            }

            if (block != FeatureBlock.Letters)
            {
                this[block, register] = sum;
            }
        }
    }

    /// <summary>The known words; their letters as if each run stood once, in one word.</summary>
    (Vector512<float> Subject, Vector512<float> Words, Vector512<float> Letters) SumWords(int register, Vector512<float> square)
    {
        var (subject, words, letters) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var all = rows.Words;
        foreach (var number in tokens.Said)
        {
            var row = (number * 2 * rows.Registers) + register;
            var (inNew, inSubject) = (tokens.InNew(number), tokens.InSubject(number));
            letters += all[row + rows.Registers];
            words += all[row] * Times(inNew, square);
            if (inNew + inSubject is var times and > 1)
            {
                letters += rows.Single[(number * rows.Registers) + register] * (Times(times, square) - Vector512<float>.One);
            }

            if (inSubject > 0 && vocabulary.Words[number].Subject is var token and >= 0)
            {
                subject += rows.Tokens[(token * rows.Registers) + register] * Times(inSubject, square);
            }
        }

        return (subject, words, letters);
    }

    /// <summary>What the runs that do not stand once in one known word differ by.</summary>
    Vector512<float> SumUneven(int register, Vector512<float> square)
    {
        var sum = Vector512<float>.Zero;
        var all = rows.Bundles;
        foreach (var bundle in tokens.Bundles.Uneven)
        {
            sum += all[(bundle * rows.Registers) + register] * (Times(tokens.Bundles.Times(bundle), square) - Vector512.Create((float)tokens.Bundles.Places(bundle)));
        }

        foreach (var run in tokens.Strays.All)
        {
            var inWords = tokens.InWords(run);
            sum += rows.Tokens[(vocabulary.Runs[run] * rows.Registers) + register] * (Times(inWords + tokens.Strays.Times(run), square) - Times(inWords, square));
        }

        return sum;
    }

    /// <summary>What a row counts for that stands there so many times; the lane of the squares, squared.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Times(int times, Vector512<float> square)
    {
        var damped = Vector512.Create(Damped.Of(times));
        return Vector512.ConditionalSelect(square, damped * damped, damped);
    }

    ref Vector512<float> this[FeatureBlock block, int register] => ref sums[((int)block * rows.Registers) + register];
}
