using Helpdesk.Database;
using Helpdesk.Mailboxes;
using Helpdesk.Messages;
using MimeKit;
using MimeKit.Utils;

namespace Helpdesk.Imports;

/// <summary>Takes mail from files into a mailbox, through the same intake as polled mail.</summary>
sealed class MailImport(HelpdeskDatabase database, Intake intake, MailboxHealth health, TimeProvider clock)
{
    const int MostMails = 100;

    /// <summary>16 MB of files a batch: memory stays flat whatever the files hold.</summary>
    const long MostBytes = 16 * 1024 * 1024;

    /// <summary>Takes in what is not stored yet; run again after a stop it goes on where it was.</summary>
    public async Task<(Intake.Outcome Taken, int Known)> RunAsync(string path, string mailbox, Action<long, long> progress, CancellationToken stop)
    {
        var files = MailFiles.At(path);
        var mails = files.Mails;
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        var place = (await FolderStore.OpenAsync(connection, mailbox, files.Name, 1, stop)).Place;
        var stored = await FolderStore.StoredAsync(connection, place, 0, stop);
        var taken = default(Intake.Outcome);
        var done = 0;
        var batch = new List<RawMail>();
        foreach (var mail in mails.Where(m => !stored.Contains(m.Key)))
        {
            var content = mail.Read();
            batch.Add(new(mail.Key, ReceivedAt(content, mail.FileTime), content));
            if (batch.Count == MostMails || batch.Sum(m => m.Content.Length) > MostBytes)
            {
                await TakeAsync();
            }
        }

        await TakeAsync();
        await FolderStore.SucceededAsync(connection, place, comparedAll: true, clock.GetUtcNow(), stop);
        await health.CountAsync(everything: false, stop);
        return (taken, stored.Count);

        async Task TakeAsync()
        {
            if (batch.Count > 0)
            {
                taken += await intake.TakeAsync(place, batch, _ => Task.CompletedTask, stop);
                batch.ForEach(m => m.Dispose());
                progress(done += batch.Count, mails.Count - stored.Count);
                batch = [];
            }
        }
    }

    /// <summary>The newest Received header's time, else the Date header's, else the file's own.</summary>
    static DateTimeOffset ReceivedAt(RawContent raw, DateTimeOffset fileTime)
    {
        try
        {
            var headers = new MimeParser(HeaderBlock.Tame(raw.Open()), MimeFormat.Entity).ParseHeaders();
            var received = headers[HeaderId.Received]?.Split(';').Last();
            return DateUtils.TryParse(received ?? "", out var at) || DateUtils.TryParse(headers[HeaderId.Date] ?? "", out at) ? at.ToUniversalTime() : fileTime;
        }
        catch (FormatException)
        {
            return fileTime; // no header at all; the intake parks it under the file's time
        }
    }
}
