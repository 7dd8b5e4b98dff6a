using System.CommandLine;
using System.Globalization;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Npgsql;

namespace Helpdesk.Classification;

/// <summary>The rules on the command line: <c>rules list|add|end|report</c>.</summary>
static class RuleVerbs
{
    public static Verb Rules() => new("rules", "The rules that decide before the model is asked.") { List(), Add(), End(), Report() };

    static Verb List() => new("list", "Lists the rules in force, in the order in which they are asked.", async (run, stop) =>
    {
        await using var connection = await OpenAsync(run, stop);
        foreach (var rule in await RuleStore.ReadAsync(connection, stop))
        {
            await run.Out.WriteLineAsync($"{rule.Name}: {rule.Of.ToString().ToLowerInvariant()} {rule.Pattern} -> {rule.Category} ({rule.Origin})");
        }

        return 0;
    });

    static Verb Add()
    {
        var name = new Argument<string>("NAME") { Description = "What the rule is called in every guess it makes." };
        var of = new Option<string>("--of") { Description = "What it looks at.", HelpName = "mailbox|sender|subject|header", Required = true };
        of.AcceptOnlyFromAmong("mailbox", "sender", "subject", "header");
        var pattern = new Option<string>("--pattern") { Description = "An address or @domain, a whole subject, or 'Header-Name: text'; * stands for anything.", HelpName = "PATTERN", Required = true };
        var category = new Option<string>("--category") { Description = "The category of such mail.", HelpName = "NAME", Required = true };
        var reason = new Option<string>("--reason") { Description = "Who wants it and why.", HelpName = "TEXT", Required = true };
        return new("add", "Adds a rule; it is asked before those that were there.", async (run, stop) =>
        {
            await using var connection = await OpenAsync(run, stop);
            var rule = await RuleStore.AddAsync(connection, run.Value(name), run.Value(of), run.Value(pattern), run.Value(category), Environment.UserName, run.Value(reason), stop);
            await run.Out.WriteLineAsync($"The rule '{rule.Name}' is in force for mail that comes from now on.");
            return 0;
        }) { name, of, pattern, category, reason };
    }

    static Verb End()
    {
        var name = new Argument<string>("NAME") { Description = "The rule." };
        var reason = new Option<string>("--reason") { Description = "Why.", HelpName = "TEXT", Required = true };
        return new("end", "Ends a rule; the guesses it made keep its name.", async (run, stop) =>
        {
            await using var connection = await OpenAsync(run, stop);
            await RuleStore.EndAsync(connection, run.Value(name), Environment.UserName, run.Value(reason), stop);
            await run.Out.WriteLineAsync($"The rule '{run.Value(name)}' is ended.");
            return 0;
        }) { name, reason };
    }

    static Verb Report()
    {
        var json = new Option<bool>("--json") { Description = "The answer as JSON." };
        return new("report", "How often each rule decides, which are dead, and which contradict each other or people.", async (run, stop) =>
        {
            await using var connection = await OpenAsync(run, stop);
            var report = await RuleReport.OfAsync(connection, stop);
            if (run.Value(json))
            {
                await run.WriteJsonAsync(report);
                return 0;
            }

            foreach (var line in report.Rules)
            {
                await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{line.Rule.Name}: {line.Hits:N0} mails ({line.Rate:P1}), last {line.LastHit?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "never"}, people said otherwise of {line.Overruled:N0}{(line.Dead ? "; dead: no mail for 90 days, end it" : "")}{(line.TooOftenOverruled ? "; people contradict it, end or narrow it" : "")}."));
            }

            foreach (var conflict in report.Conflicts)
            {
                await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"'{conflict.First}' and '{conflict.Second}' contradict each other on {conflict.Mails:N0} of the newest {report.Looked:N0} mails, such as message {conflict.Example}; the first decides."));
            }

            return 0;
        }) { json };
    }

    static async Task<NpgsqlConnection> OpenAsync(VerbRun run, CancellationToken stop)
    {
        var source = await run.Get<HelpdeskDatabase>().OpenAsync(stop);
        return await source.OpenConnectionAsync(stop);
    }
}
