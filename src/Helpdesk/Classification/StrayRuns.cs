namespace Helpdesk.Classification;

/// <summary>How often each run of letters stands in the unknown words of a mail.</summary>
sealed class StrayRuns(int runs)
{
    readonly int[] times = new int[runs];
    int[] strays = new int[512];
    int count;

    /// <summary>The runs that do, in the order in which they first came.</summary>
    public ReadOnlySpan<int> All => strays.AsSpan(0, count);

    public int Times(int run) => times[run];

    public void Add(int run)
    {
        if (times[run]++ == 0)
        {
            if (count == strays.Length)
            {
                Array.Resize(ref strays, 2 * count);
            }

            strays[count++] = run;
        }
    }

    public void Forget()
    {
        foreach (var run in All)
        {
            times[run] = 0;
        }

        count = 0;
    }
}
