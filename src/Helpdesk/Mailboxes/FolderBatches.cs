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
    public const int MostMails = 100;

    /// <summary>8 MB by the server's word, so that a batch's memory is bounded; a larger mail comes alone and through a file.</summary>
    const long MostBytes = 8 * 1024 * 1024;

    /// <summary>Some servers limit a command's length; five hundred UIDs stay far below.</summary>
    const int MostSummaries = 500;

    /// <summary>The mails of the batch that came, and those that were asked for and did not come.</summary>
    public sealed record Batch(IReadOnlyList<RawMail> Mails, IReadOnlyList<Unfetched> Missing);

    /// <summary>Reads the mails with these UIDs in batches of at most <paramref name="mostMails"/>.</summary>
    public static async IAsyncEnumerable<Batch> ReadAsync(ImapFolder folder, IEnumerable<UniqueId> uids, int mostMails, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var chunk in uids.Chunk(MostSummaries))
        {
            var summaries = await folder.FetchAsync(chunk, new FetchRequest(MessageSummaryItems.UniqueId | MessageSummaryItems.Size | MessageSummaryItems.InternalDate), stop);
            var known = summaries.Where(s => s.InternalDate is not null).DistinctBy(s => s.UniqueId.Id).ToDictionary(s => s.UniqueId.Id);
            var unseen = chunk.Where(u => !known.ContainsKey(u.Id)).Select(u => new Unfetched(u.Id, null, "not handed out")).ToList();
            if (unseen.Count > 0)
            {
                yield return new([], unseen);
            }

            foreach (var batch in Sized(chunk.Where(u => known.ContainsKey(u.Id)).Select(u => known[u.Id]), mostMails))
            {
                yield return await FetchAsync(folder, batch, stop);
            }
        }
    }

    static IEnumerable<IReadOnlyList<IMessageSummary>> Sized(IEnumerable<IMessageSummary> summaries, int mostMails)
    {
        var batch = new List<IMessageSummary>();
        var bytes = 0L;
        foreach (var summary in summaries)
        {
            var size = summary.Size ?? 0;
            if (batch.Count > 0 && (batch.Count == mostMails || bytes + size > MostBytes))
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
        var came = new Dictionary<uint, RawContent>();
        try
        {
            await folder.GetStreamsAsync([.. wanted.Select(w => w.UniqueId)], async (_, _, uid, stream, token) =>
            {
                var content = await TakeAsync(stream, token);
                if (content.Length == 0 || !came.TryAdd(uid.Id, content))
                {
                    content.Dispose();
                }
            }, stop);
        }
        catch (ImapCommandException e) when (folder.IsOpen && BackOff.Hint(e) is null && wanted.Count > 1)
        {
            // One mail spoils the command for all: halve until it stands alone.
            Discard(came);
            var first = await FetchAsync(folder, [.. wanted.Take(wanted.Count / 2)], stop);
            var second = await FetchAsync(folder, [.. wanted.Skip(wanted.Count / 2)], stop);
            return new([.. first.Mails, .. second.Mails], [.. first.Missing, .. second.Missing]);
        }
        catch (ImapCommandException e) when (folder.IsOpen && BackOff.Hint(e) is null)
        {
            Discard(came);
            return await MessageRungs.FetchAsync(folder, wanted[0], stop);
        }
        catch
        {
            Discard(came);
            throw;
        }

        return Sorted(wanted, came);
    }

    static Batch Sorted(IReadOnlyList<IMessageSummary> wanted, Dictionary<uint, RawContent> came)
    {
        var mails = new List<RawMail>();
        var missing = new List<Unfetched>();
        foreach (var w in wanted)
        {
            var receivedAt = w.InternalDate!.Value.ToUniversalTime();
            if (!came.TryGetValue(w.UniqueId.Id, out var content))
            {
                missing.Add(new(w.UniqueId.Id, receivedAt, "not handed out"));
            }
            else if (ExchangeStub.Is(content))
            {
                content.Dispose();
                missing.Add(new(w.UniqueId.Id, receivedAt, "stub"));
            }
            else
            {
                mails.Add(new(w.UniqueId.Id, receivedAt, content));
            }
        }

        return new(mails, missing);
    }

    /// <summary>Keeps what a stream holds: its file when it spilled into one, else its borrowed buffer.</summary>
    public static async Task<RawContent> TakeAsync(Stream stream, CancellationToken stop)
    {
        if (stream is NamelessFile file)
        {
            await file.FlushAsync(stop);
            file.Keep();
            return new(file);
        }

        return new((RentedStream)stream);
    }

    static void Discard(Dictionary<uint, RawContent> came)
    {
        foreach (var content in came.Values)
        {
            content.Dispose();
        }
    }
}
