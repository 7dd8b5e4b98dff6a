using System.Runtime.CompilerServices;
using Helpdesk.Messages;
using MailKit;
using MailKit.Net.Imap;

namespace Helpdesk.Mailboxes;

/// <summary>Reads chosen mails of an open folder in batches, raw, without touching a flag.</summary>
/// <remarks>
/// Asks for UID, size and INTERNALDATE first and never for ENVELOPE or BODYSTRUCTURE: one malformed mail in those
/// answers costs the whole batch or the process (MailKit #1415). BODY.PEEK[] in an EXAMINEd folder changes nothing.
/// </remarks>
static class FolderBatches
{
    /// <summary>A hundred mails: fifty already hide a slow line's round trip, and a commit each hundred costs nothing.</summary>
    const int MostMails = 100;

    /// <summary>8 MB by the server's word, so that a batch's memory is bounded.</summary>
    const long MostBytes = 8 * 1024 * 1024;

    /// <summary>Some servers limit a command's length; five hundred UIDs stay far below.</summary>
    const int MostSummaries = 500;

    /// <summary>The mails of the batch that came, and the UIDs that were asked for and did not come.</summary>
    public sealed record Batch(IReadOnlyList<RawMail> Mails, IReadOnlyList<UniqueId> Missing);

    public static async IAsyncEnumerable<Batch> ReadAsync(ImapFolder folder, IEnumerable<UniqueId> uids, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var chunk in uids.Chunk(MostSummaries))
        {
            var summaries = await folder.FetchAsync(chunk, new FetchRequest(MessageSummaryItems.UniqueId | MessageSummaryItems.Size | MessageSummaryItems.InternalDate), stop);
            var known = summaries.Where(s => s.InternalDate is not null).DistinctBy(s => s.UniqueId.Id).ToDictionary(s => s.UniqueId.Id);
            if (chunk.Where(u => !known.ContainsKey(u.Id)).ToList() is { Count: > 0 } unseen)
            {
                yield return new([], unseen);
            }

            foreach (var batch in Sized(chunk.Where(u => known.ContainsKey(u.Id)).Select(u => known[u.Id])))
            {
                yield return await FetchAsync(folder, batch, stop);
            }
        }
    }

    static IEnumerable<IReadOnlyList<IMessageSummary>> Sized(IEnumerable<IMessageSummary> summaries)
    {
        var batch = new List<IMessageSummary>();
        var bytes = 0L;
        foreach (var summary in summaries)
        {
            var size = summary.Size ?? 0;
            if (batch.Count > 0 && (batch.Count == MostMails || bytes + size > MostBytes))
            {
                yield return batch;
                batch = [];
                bytes = 0;
            }

            batch.Add(summary);
            bytes += size;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    /// <summary>Servers answer OK and leave mails out, or send them empty (Microsoft 365, an expunge in between): what came is compared with what was asked.</summary>
    static async Task<Batch> FetchAsync(ImapFolder folder, IReadOnlyList<IMessageSummary> wanted, CancellationToken stop)
    {
        var bytes = new Dictionary<uint, byte[]>();
        await folder.GetStreamsAsync([.. wanted.Select(w => w.UniqueId)], async (_, _, uid, stream, token) =>
        {
            if (stream.Length > 0)
            {
                var raw = new byte[stream.Length];
                await stream.ReadExactlyAsync(raw, token);
                bytes[uid.Id] = raw;
            }
        }, stop);
        return new(
            [.. wanted.Where(w => bytes.ContainsKey(w.UniqueId.Id)).Select(w => new RawMail(w.UniqueId.Id, w.InternalDate!.Value.ToUniversalTime(), bytes[w.UniqueId.Id]))],
            [.. wanted.Select(w => w.UniqueId).Where(u => !bytes.ContainsKey(u.Id))]);
    }
}
