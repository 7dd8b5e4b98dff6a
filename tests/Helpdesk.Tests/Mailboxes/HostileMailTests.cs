using Helpdesk.Messages;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Mailboxes;

/// <summary>Whatever lies in a mailbox, it is stored or parked with its error, memory stays bounded, and the mailbox goes on.</summary>
public sealed class HostileMailTests(Servers servers)
{
    /// <summary>350 MB, what the whole program may hold in a container of half a gigabyte beside its runtime.</summary>
    const long MostMemory = 350L << 20;

    [Fact]
    public async Task A_mailbox_full_of_absurd_mail_is_read_to_its_end_in_bounded_memory()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.Deliver(Some.Mail(), Some.Moment);
        foreach (var raw in HostileMail.Small.Values.Concat(HostileMail.Large.Values))
        {
            mailbox.Deliver(raw, Some.Moment);
        }

        mailbox.Deliver(Some.Mail(), Some.Moment);

        var (run, peak) = await MeasuredRun.OfAsync(database, mailbox.Settings(), "poll");

        run.Succeeded();
        var all = HostileMail.Small.Count + HostileMail.Large.Count + 2;
        Assert.Equal(all, await Rows.ScalarAsync<long>(database, "select count(*) from deliveries"));
        Assert.Equal(all, await Rows.ScalarAsync<long>(database, "select count(*) from messages m where exists (select from guesses g where g.message_id = m.id) or exists (select from parked_mail p where p.message_id = m.id and p.error <> '')"));
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from unfetched"));
        Assert.Equal(10_000, await Rows.ScalarAsync<int>(database, "select max(length(subject)) from message_texts where subject ~ '^s+$'"));
        Assert.True(peak is > 0 and < MostMemory, $"the poll held {peak >> 20} MB at its peak");
    }

    [Fact]
    public async Task A_mail_of_150_MB_and_one_of_as_much_text_are_stored_in_bounded_memory()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        HostileMail.WriteHuge(mailbox.Deliver([], Some.Moment), 150_000_000);
        WriteLongText(mailbox.Deliver([], Some.Moment), 150_000_000);
        mailbox.Deliver(Some.Mail(), Some.Moment);

        var (run, peak) = await MeasuredRun.OfAsync(database, mailbox.Settings(), "poll");

        run.Succeeded();
        Assert.Equal(["150|see the file", "150|line"], await Rows.ListAsync(database, "select m.size / 1000000, split_part(t.new_text, chr(10), 1) from messages m join message_texts t on t.message_id = m.id where m.size > 1000000 order by t.subject"));
        Assert.Equal(3, await Rows.ScalarAsync<long>(database, "select count(*) from messages where not parked"));
        Assert.True(peak is > 0 and < MostMemory, $"the poll held {peak >> 20} MB at its peak");
    }

    [Fact]
    public async Task Mail_that_is_broken_at_random_is_stored_or_parked_every_time()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        var mutator = new MailMutator(seed: 822);
        const int Mails = 400;
        for (var i = 0; i < Mails; i++)
        {
            mailbox.Deliver(mutator.Next(), Some.Moment.AddMinutes(i));
        }

        var (run, peak) = await MeasuredRun.OfAsync(database, mailbox.Settings(), "poll");

        run.Succeeded();
        Assert.Equal(Mails, await Rows.ScalarAsync<long>(database, "select count(*) from deliveries"));
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from messages m where not exists (select from guesses g where g.message_id = m.id) and not exists (select from parked_mail p where p.message_id = m.id)"));
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from unfetched"));
        Assert.True(peak < MostMemory, $"the poll held {peak >> 20} MB at its peak");
    }

    [Fact]
    public void Mail_that_is_broken_at_random_never_breaks_the_reader()
    {
        var mutator = new MailMutator(seed: 2045);
        for (var i = 0; i < 6_000; i++)
        {
            using var raw = new RawContent(mutator.Next());
            try
            {
                var mail = MessageReader.Read(raw);
                Assert.Equal(32, mail.Fingerprint.Length);
                Assert.DoesNotContain('\0', mail.Body);
            }
            catch (UnreadableMail)
            {
                // Parked with its error, as it should be.
            }
        }
    }

    /// <summary>One plain text of as many bytes, and nothing else.</summary>
    static void WriteLongText(string path, long bytes)
    {
        using var file = new StreamWriter(path) { NewLine = "\r\n" };
        file.Write("From: Priya Nair <priya.nair@calderwyn.example>\r\nSubject: long\r\nMessage-ID: <long@calderwyn.example>\r\nContent-Type: text/plain\r\n\r\n");
        for (var written = 0L; written < bytes; written += 6)
        {
            file.WriteLine("line");
        }
    }
}
