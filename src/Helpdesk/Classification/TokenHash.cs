using System.Runtime.CompilerServices;

namespace Helpdesk.Classification;

/// <summary>Names tokens by 64-bit hashes: none of the thousands in a mail needs a string of its own.</summary>
/// <remarks>In a vocabulary of 10^5 tokens two share a hash once in 10^9 vocabularies.</remarks>
static class TokenHash
{
    /// <summary>FNV-1a's start and prime, 64 bits.</summary>
    public const ulong Start = 14695981039346656037;

    public const ulong Prime = 1099511628211;

    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = Start;
        foreach (var c in text)
        {
            hash = (hash ^ c) * Prime;
        }

        return hash;
    }

    /// <summary>A text of one block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong In(FeatureBlock block, ulong text) => Mix(text + ((ulong)(block + 1) * 0x9E3779B97F4A7C15));

    /// <summary>Two words of one block, one behind the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong In(FeatureBlock block, ulong first, ulong second) => In(block, Mix(first) + (second ^ 0xD6E8FEB86659FD93));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93;
        return hash ^ (hash >> 29);
    }
}
