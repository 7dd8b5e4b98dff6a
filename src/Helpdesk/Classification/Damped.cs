using System.Runtime.CompilerServices;

namespace Helpdesk.Classification;

/// <summary>How much a token said several times is worth: 1 + log of the times.</summary>
static class Damped
{
    /// <summary>For the counts that occur; what is beyond is computed.</summary>
    static readonly float[] Few = [0f, .. Enumerable.Range(1, 255).Select(n => 1f + MathF.Log(n))];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(int times) => times < Few.Length ? Few[times] : 1f + MathF.Log(times);
}
