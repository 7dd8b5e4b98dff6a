using System.Diagnostics;
using System.Text;
using Helpdesk.Demo;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Mailboxes;

/// <summary>Mail from files, through the same intake as polled mail.</summary>
public sealed class MailImportTests(Servers servers) : IDisposable
{
    readonly TemporaryFolder folder = new("helpdesk-import-");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_mbox_is_imported_with_its_quoted_lines_unquoted_and_once_only()
    {
        var database = await servers.NewDatabaseAsync();
        var path = Mbox("old.mbox",
            ("Thu Mar 14 09:26:53 2019", Mail("one", "Received: from a by b; Thu, 14 Mar 2019 09:26:53 +0000\n", "It says:\n>From now on\n>>From before\n> From here\nFromage\n")),
            ("Sun Mar 31 23:30:00 2019", Mail("two", "Date: Sun, 31 Mar 2019 23:30:00 +0000\n", "no Received header\n")),
            ("Mon Jul  1 00:10:00 2019", Mail("three", "", "only the From line has a date\n")));

        var first = await ImportAsync(database, path);
        var second = await ImportAsync(database, path);

        Assert.Contains("3 stored, 0 duplicates, 0 parked.", first.Output, StringComparison.Ordinal);
        Assert.Contains("0 stored, 0 duplicates, 0 parked, 3 were imported before.", second.Output, StringComparison.Ordinal);
        Assert.Equal(["2019-03-01|one", "2019-07-01|three", "2019-04-01|two"], await Rows.ListAsync(database, "select month, subject from messages m join message_texts t on t.message_id = m.id order by subject"));
        Assert.Equal("It says:\nFrom now on\n>From before\n> From here\nFromage", (await Rows.ScalarAsync<string>(database, "select body from message_texts where subject = 'one'")).Trim());
    }

    [Fact]
    public async Task An_mbox_that_has_grown_brings_what_is_new_and_another_of_the_same_name_all_of_its_own()
    {
        var database = await servers.NewDatabaseAsync();
        var path = Mbox("box", ("Thu Mar 14 09:26:53 2019", Mail("one", "", "1\n")));
        await ImportAsync(database, path);
        File.AppendAllText(path, "\nFrom x Thu Mar 14 10:00:00 2019\n" + Mail("two", "", "2\n"));
        var other = Directory.CreateDirectory(Path.Combine(folder.Path, "elsewhere")).FullName;
        File.WriteAllText(Path.Combine(other, "box"), "From x Thu Mar 14 10:00:00 2019\n" + Mail("three", "", "3\n"));

        var grown = await ImportAsync(database, path);
        var stranger = await ImportAsync(database, Path.Combine(other, "box"));

        Assert.Contains("1 stored, 0 duplicates, 0 parked, 1 were imported before.", grown.Output, StringComparison.Ordinal);
        Assert.Contains("1 stored, 0 duplicates, 0 parked.", stranger.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_maildir_and_a_folder_of_eml_files_are_imported_and_flags_change_nothing()
    {
        var database = await servers.NewDatabaseAsync();
        var maildir = Path.Combine(folder.Path, "Maildir");
        var eml = Path.Combine(folder.Path, "letters");
        foreach (var part in (string[])[Path.Combine(maildir, "cur"), Path.Combine(maildir, "new"), Path.Combine(maildir, "tmp"), Path.Combine(eml, "2019")])
        {
            Directory.CreateDirectory(part);
        }

        Some.Mail().WriteTo(Path.Combine(maildir, "cur", "1.M1.host:2,S"), TestContext.Current.CancellationToken);
        Some.Mail().WriteTo(Path.Combine(maildir, "new", "2.M2.host"), TestContext.Current.CancellationToken);
        Some.Mail().WriteTo(Path.Combine(eml, "a.eml"), TestContext.Current.CancellationToken);
        Some.Mail().WriteTo(Path.Combine(eml, "2019", "B.EML"), TestContext.Current.CancellationToken);
        File.WriteAllText(Path.Combine(eml, "notes.txt"), "no mail");

        var first = await ImportAsync(database, maildir);
        File.Move(Path.Combine(maildir, "new", "2.M2.host"), Path.Combine(maildir, "cur", "2.M2.host:2,RS"));
        var again = await ImportAsync(database, maildir);
        var letters = await ImportAsync(database, eml);

        Assert.Contains("2 stored", first.Output, StringComparison.Ordinal);
        Assert.Contains("0 stored, 0 duplicates, 0 parked, 2 were imported before.", again.Output, StringComparison.Ordinal);
        Assert.Contains("2 stored", letters.Output, StringComparison.Ordinal);
        Assert.Equal(4, await Rows.ScalarAsync<long>(database, "select count(*) from guesses"));
    }

    [Fact]
    public async Task A_mail_that_was_polled_before_is_a_duplicate_when_it_is_imported()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        var mail = Some.Mail();
        mailbox.Deliver(mail, Some.Moment);
        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
        mail.WriteTo(Path.Combine(folder.Path, "same.eml"), TestContext.Current.CancellationToken);

        var run = await ImportAsync(database, folder.Path);

        Assert.Contains("0 stored, 1 duplicates", run.Output, StringComparison.Ordinal);
        Assert.Equal(["counted|1", "duplicate|1"], await Rows.ListAsync(database, "select standing, sum(count) from monthly_counts group by standing order by standing"));
    }

    [Fact]
    public async Task An_import_that_was_killed_goes_on_where_it_was()
    {
        var database = await servers.NewDatabaseAsync();
        var path = Mbox("large.mbox", [.. Enumerable.Range(0, 3_000).Select(i => ("Thu Mar 14 09:26:53 2019", Mail($"mail {i}", "", $"text {i}\n")))]);
        using (var import = Process.Start(HelpdeskRun.StartInfo(database, [], "import", "mail", path, "--mailbox", "helpdesk"))!)
        {
            while (await Rows.ScalarAsync<long>(database, "select count(*) from messages") == 0)
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }

            import.Kill();
            await import.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var before = await Rows.ScalarAsync<long>(database, "select count(*) from messages");
        var run = await ImportAsync(database, path);

        Assert.InRange(before, 1, 2_999);
        Assert.Contains(FormattableString.Invariant($"{3_000 - before:N0} stored, 0 duplicates, 0 parked, {before:N0} were imported before."), run.Output, StringComparison.Ordinal);
        Assert.Equal(3_000, await Rows.ScalarAsync<long>(database, "select count(*) from guesses"));
    }

    [Theory]
    [InlineData("nothing-here", "There is nothing at")]
    [InlineData("empty", "has no mail: neither cur and new (a Maildir) nor .eml files")]
    [InlineData("words.txt", "is no mbox: its first line does not start with 'From '")]
    public async Task What_holds_no_mail_is_refused(string name, string sentence)
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "empty"));
        File.WriteAllText(Path.Combine(folder.Path, "words.txt"), "Dear reader,\n\nFrom here on there is no mail.\n");

        (await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), "import", "mail", Path.Combine(folder.Path, name), "--mailbox", "helpdesk")).Refused(sentence);
    }

    static async Task<HelpdeskRun> ImportAsync(string database, string path) =>
        (await HelpdeskRun.OnAsync(database, "import", "mail", path, "--mailbox", "helpdesk")).Succeeded();

    string Mbox(string name, params (string At, string Mail)[] mails)
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllText(path, string.Join("\n", mails.Select(m => $"From x@secas.example {m.At}\n{m.Mail}")), Encoding.ASCII);
        return path;
    }

    static string Mail(string subject, string headers, string body) =>
        $"From: Priya Nair <priya.nair@calderwyn.example>\nSubject: {subject}\nMessage-ID: <{subject.Replace(' ', '.')}@calderwyn.example>\n{headers}\n{body}";
}
