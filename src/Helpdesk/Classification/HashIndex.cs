namespace Helpdesk.Classification;

/// <summary>Finds a number by a 64-bit hash: an open-addressed table, half empty, never changed once filled.</summary>
sealed class HashIndex
{
    readonly (ulong Key, int Number)[] slots;
    readonly ulong mask;

    public HashIndex(IReadOnlyList<ulong> keys)
    {
        var size = 16;
        while (size < keys.Count * 2)
        {
            size *= 2;
        }

        slots = new (ulong, int)[size];
        mask = (ulong)size - 1;
        for (var i = 0; i < keys.Count; i++)
        {
            var place = keys[i] & mask;
            while (slots[place].Number != 0)
            {
                place = (place + 1) & mask;
            }

            slots[place] = (keys[i], i + 1);
        }
    }

    /// <summary>The key's number in the order given, or -1.</summary>
    public int Of(ulong key)
    {
        for (var place = key & mask; ; place = (place + 1) & mask)
        {
            ref readonly var slot = ref slots[place];
            if (slot.Number == 0 || slot.Key == key)
            {
                return slot.Number - 1;
            }
        }
    }
}
