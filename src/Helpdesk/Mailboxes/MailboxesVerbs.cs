using System.Collections.Concurrent;
using System.CommandLine;
using System.Globalization;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Microsoft.Extensions.Options;

namespace Helpdesk.Mailboxes;

/// <summary><c>poll</c>: one complete poll from the command line.</summary>
static class MailboxesVerbs
{
    public static Verb Poll()
    {
        var name = new Option<string?>("--mailbox") { Description = "Only this mailbox.", HelpName = "NAME" };
        return new("poll", "Polls every mailbox once, completely.", async (run, stop) =>
        {
            var mailboxes = run.Get<IOptions<MailboxList>>().Value.Where(m => run.Value(name) is not { } only || m.Name == only).ToList();
            if (mailboxes.Count == 0)
            {
                throw new Refusal(run.Value(name) is { } unknown
                    ? $"There is no mailbox '{unknown}' in the settings; check Mailboxes__0__Name and those after it."
                    : "No mailbox is configured; set Mailboxes__0__Name, __Host, __User and __Password.");
            }

            await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            var failures = await PollAsync(run, mailboxes, stop);
            foreach (var failure in failures)
            {
                await Console.Error.WriteLineAsync($"helpdesk poll: {failure}");
            }

            return failures.Count == 0 ? 0 : 1;
        }) { name };
    }

    /// <summary>Polls the mailboxes side by side and prints a line for each; one that fails stops no other.</summary>
    /// <returns>A sentence for each mailbox that failed.</returns>
    public static async Task<IReadOnlyCollection<string>> PollAsync(VerbRun run, IReadOnlyList<MailboxOptions> mailboxes, CancellationToken stop)
    {
        var poll = run.Get<MailboxPoll>();
        var failures = new ConcurrentQueue<string>();
        var outcomes = await ProgressLine.ShowAsync("Polling", async show =>
        {
            var progress = new PollProgress(show);
            var done = new ConcurrentDictionary<string, MailboxPoll.Outcome>();
            await Parallel.ForEachAsync(mailboxes, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stop }, async (mailbox, token) =>
            {
                try
                {
                    done[mailbox.Name] = await poll.RunAsync(mailbox, compareAll: true, progress, token);
                }
                catch (MailboxFailure failure)
                {
                    failures.Enqueue(failure.Message);
                }
            });
            return done;
        });
        await run.Get<MailboxHealth>().CountAsync(everything: false, stop);
        foreach (var mailbox in mailboxes)
        {
            if (outcomes.TryGetValue(mailbox.Name, out var o))
            {
                await run.Out.WriteLineAsync(o.Busy
                    ? $"{o.Mailbox}: another worker is polling it now."
                    : string.Create(CultureInfo.InvariantCulture, $"{o.Mailbox}: {o.Taken.Stored:N0} stored, {o.Taken.Duplicates:N0} duplicates, {o.Taken.Parked:N0} parked{(o.Missing > 0 ? $", {o.Missing:N0} not handed out by the server (later polls ask again)" : "")}{(o.Gone > 0 ? $", {o.Gone:N0} gone from the server" : "")}."));
            }
        }

        return failures;
    }
}
