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

        var book = await categories.ReadAsync(stop);
        var holder = await desk.OpenAsync(message, person, stop);
        await reads.ReadAsync(person, message, stop);
        return new(shown, book, await words.OfAsync(shown, book, stop), await similar.ToAsync(shown, stop), holder, counting.Value.Zone, page);
    }
}
