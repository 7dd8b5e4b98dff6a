using Helpdesk.Tests.Support;
using MimeKit;

namespace Helpdesk.Tests.Corrections;

/// <summary>Mail that came in by the mailbox and waits to be corrected.</summary>
static class StoredMail
{
    /// <summary>Confidence at which every guess is doubtful, so that all mail stands in the queue.</summary>
    public static readonly KeyValuePair<string, string?> AllDoubtful = new("Classifier__LeastConfidence", "1");

    /// <summary>Delivers and polls mails into a new database.</summary>
    public static async Task<string> InAsync(Servers servers, params IEnumerable<MimeMessage> mails)
    {
        var database = await servers.NewDatabaseAsync();
        await MoreAsync(servers, database, mails);
        return database;
    }

    /// <summary>Delivers and polls mails into a database; the settings reach the mailbox again.</summary>
    public static async Task<IReadOnlyList<KeyValuePair<string, string?>>> MoreAsync(Servers servers, string database, params IEnumerable<MimeMessage> mails)
    {
        var mailbox = servers.NewMailbox("helpdesk");
        foreach (var (i, mail) in mails.Index())
        {
            mailbox.Deliver(mail, mail.Date.AddSeconds(i));
        }

        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
        return [.. mailbox.Settings()];
    }

    /// <summary>So many questions, each its own.</summary>
    public static IEnumerable<MimeMessage> Questions(int count, DateTimeOffset? date = null) => Enumerable.Range(0, count).Select(_ => Some.Mail(date: date));

    /// <summary>The number of the mail that was delivered so-manieth; mails of one batch are numbered by fingerprint.</summary>
    public static async Task<long> IdAsync(string database, int delivered) =>
        await Rows.ScalarAsync<long>(database, $"select id from messages order by received_at, id offset {delivered - 1} limit 1");

    /// <summary>The messages a list shows, each by its turn of delivery.</summary>
    public static async Task<string> ShownAsync(string database, PlainBrowser browser)
    {
        var turns = (await Rows.ListAsync(database, "select id from messages order by received_at, id")).Index().ToDictionary(m => m.Item, m => m.Index + 1);
        return string.Join(' ', System.Text.RegularExpressions.Regex.Matches(browser.Page, "name=\"ids\" value=\"([0-9]+)\"").Select(m => turns[m.Groups[1].Value]));
    }

    public static Task<IReadOnlyList<string>> CountsAsync(string database) =>
        Rows.ListAsync(database, "select c.name, s.standing, count(*) from standings s left join categories c on c.id = s.category_id group by 1, 2 order by 1, 2");

    /// <summary>What training would be given.</summary>
    public static async Task<string> TrainingSetAsync(string database)
    {
        var file = Path.GetTempFileName();
        try
        {
            (await HelpdeskRun.OnAsync(database, "export", "corrections", "--output", file)).Succeeded();
            return await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
