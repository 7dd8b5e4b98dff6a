using Helpdesk.Accounts;
using Helpdesk.Messages;
using Microsoft.Extensions.Options;

namespace Helpdesk.Corrections;

/// <summary>Lays messages out, and notes that they were read.</summary>
sealed class Sheets(ShownMessages messages, CategoryBook categories, GuessWords words, SimilarMail similar, Desk desk, ReadLog reads, IOptions<CountingOptions> counting)
{
    /// <summary>Null when there is no such message.</summary>
    public async Task<Sheet?> OpenAsync(long message, int person, string page, CancellationToken stop)
    {
        if (await messages.FindAsync(message, stop) is not { } shown)
        {
            return null;
        }

        // Beside each other: the reader waits for the slowest of them, not for their sum.
        var (holder, read, alike, book) = (desk.OpenAsync(message, person, stop), reads.ReadAsync(person, message, stop), similar.ToAsync(shown, stop), await categories.ReadAsync(stop));
        var spoke = await words.OfAsync(shown, book, stop);
        await Task.WhenAll(holder, read, alike);
        return new(shown, book, spoke, await alike, await holder, counting.Value.Zone, page);
    }
}
