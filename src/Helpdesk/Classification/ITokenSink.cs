namespace Helpdesk.Classification;

/// <summary>Receives a mail's tokens as they are read.</summary>
interface ITokenSink
{
    /// <summary>A word of a block; <paramref name="letters"/> says that its runs of letters count too.</summary>
    void Word(FeatureBlock block, ulong hash, ReadOnlySpan<char> word, bool letters);

    /// <summary>Two words, one behind the other.</summary>
    void Pair(FeatureBlock block, ulong first, ulong second, ReadOnlySpan<char> firstWord, ReadOnlySpan<char> secondWord);

    /// <summary>No word of the block comes any more; pairs of it that were held may be looked up.</summary>
    void EndOf(FeatureBlock block);

    /// <summary>A fact about the mail that is no word of it.</summary>
    void Mark(FeatureBlock block, ReadOnlySpan<char> mark);
}
