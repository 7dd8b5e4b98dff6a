using System.CommandLine;
using System.Globalization;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;

namespace Helpdesk.Reporting.Telephone;

/// <summary><c>calls add|list|withdraw</c>: the telephone log.</summary>
static class CallVerbs
{
    public static Verb Calls() => new("calls", "The telephone log; calls are their own line of the report, never in the table.") { Add(), List(), Withdraw() };

    static Verb Add()
    {
        var day = new Option<string>("--date") { Description = "The day of the call.", HelpName = "yyyy-MM-dd", Required = true };
        var category = new Option<string?>("--category") { Description = "The category's key or name, if known.", HelpName = "CATEGORY" };
        var note = new Option<string>("--note") { Description = "What it was about.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var count = new Option<int>("--count") { Description = "How many calls of that day, when they were only tallied.", HelpName = "N", DefaultValueFactory = _ => 1 };
        return new("add", "Logs a telephone call.", async (run, stop) =>
        {
            var on = Day(run.Value(day)!);
            if (run.Value(count) is < 1 or > 500)
            {
                throw new Refusal($"--count is {run.Value(count)}; a day has 1 to 500 calls.");
            }

            await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            var log = run.Get<CallLog>();
            for (var i = 0; i < run.Value(count); i++)
            {
                await log.AddAsync(on, run.Value(category), run.Value(note)!, Environment.UserName, stop);
            }

            var month = Month.Of(on);
            var calls = await log.CountAsync(month, null, stop);
            await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{month} has {calls:N0} telephone {(calls == 1 ? "call" : "calls")}."));
            return 0;
        }) { day, category, note, count };
    }

    static Verb List()
    {
        var month = Months.Option();
        var json = new Option<bool>("--json") { Description = "For programs." };
        return new("list", "Shows the calls of a month.", async (run, stop) =>
        {
            var parsed = Months.Parse(run.Value(month)!);
            await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            var calls = await run.Get<CallLog>().ListAsync(parsed, stop);
            if (run.Value(json))
            {
                await run.WriteJsonAsync(calls);
                return 0;
            }

            foreach (var call in calls)
            {
                await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{call.Id}\t{call.Day:yyyy-MM-dd}\t{call.CategoryName ?? "-"}\t{call.Note.ReplaceLineEndings(" ")}"));
            }

            return 0;
        }) { month, json };
    }

    static Verb Withdraw()
    {
        var id = new Argument<int>("NUMBER") { Description = "The call's number, as 'calls list' shows it." };
        return new("withdraw", "Takes a wrong entry out of the count; it stays on record.", async (run, stop) =>
        {
            await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            await run.Get<CallLog>().WithdrawAsync(run.Value(id), Environment.UserName, stop);
            await run.Out.WriteLineAsync($"Call {run.Value(id)} is withdrawn.");
            return 0;
        }) { id };
    }

    static DateOnly Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : throw new Refusal($"--date is '{text}', which is no day; write it as 2019-06-14.");
}
