using MailKit;
using MailKit.Net.Imap;

namespace Helpdesk.Mailboxes;

/// <summary>The ladder for one mail whose whole the server refuses: header and text apart, then the header alone, then nothing yet.</summary>
static class MessageRungs
{
    public static async Task<FolderBatches.Batch> FetchAsync(ImapFolder folder, IMessageSummary wanted, CancellationToken stop)
    {
        var receivedAt = wanted.InternalDate!.Value.ToUniversalTime();
        var uid = wanted.UniqueId;
        if (await SectionAsync(folder, uid, "HEADER", stop) is not { Length: > 0 } header)
        {
            return new([], [new(uid.Id, receivedAt, "refused")]);
        }

        var text = await SectionAsync(folder, uid, "TEXT", stop);
        return new([new(uid.Id, receivedAt, new([.. header, .. text ?? []]), text is null ? "no text" : null)], []);
    }

    /// <summary>A section's bytes; null when the server refuses it.</summary>
    static async Task<byte[]?> SectionAsync(ImapFolder folder, UniqueId uid, string section, CancellationToken stop)
    {
        try
        {
            await using var stream = await folder.GetStreamAsync(uid, section, stop);
            using var content = await FolderBatches.TakeAsync(stream, stop);
            using var bytes = new MemoryStream();
            await content.Open().CopyToAsync(bytes, stop);
            return bytes.ToArray();
        }
        catch (Exception e) when (folder.IsOpen && e is ImapCommandException or MessageNotFoundException)
        {
            return null;
        }
    }
}
