using System.CommandLine;
using System.Globalization;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Reporting.Delivery;

namespace Helpdesk.Reporting.Closing;

/// <summary><c>close</c> and <c>restate</c> from a script, and <c>recount</c>.</summary>
static class ClosingVerbs
{
    public static Verb Close()
    {
        var month = Months.Option();
        var signOff = new Option<string?>("--sign-off") { Description = "Answers for what the checklist still holds open, with the reason.", HelpName = "REASON" };
        var adjusted = new Option<bool>("--adjusted") { Description = "Prints the adjusted counts, which are estimates, in the place of the counted figures." };
        var note = new Option<string?>("--note") { Description = "Why the adjusted counts are printed; stands in their footnote.", HelpName = "REASON" };
        return new("close", "Closes a month: its counts and membership are frozen, its files made.", async (run, stop) =>
        {
            var parsed = Months.Parse(run.Value(month)!);
            await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            var outcome = await run.Get<MonthClosing>().CloseAsync(parsed, Environment.UserName, run.Value(signOff), run.Value(adjusted) ? Prints.Adjusted : Prints.Counted, run.Value(note), whateverItTakes: true, stop);
            await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{parsed} is closed as version {outcome.Version} with {outcome.Total:N0} emails."));
            await SayAsync(run, outcome.Adjusted);
            await DeliverAsync(run, stop);
            foreach (var item in outcome.Open)
            {
                await run.Out.WriteLineAsync($"Signed off by {Environment.UserName}: {item.Question} - {item.Found}");
            }

            return 0;
        }) { month, signOff, adjusted, note };
    }

    public static Verb Restate()
    {
        var month = Months.Option();
        var note = new Option<string?>("--note") { Description = "Why; printed in the footnotes.", HelpName = "REASON" };
        var adjusted = new Option<bool>("--adjusted") { Description = "Prints the adjusted counts, which are estimates, in the place of the counted figures." };
        var counted = new Option<bool>("--counted") { Description = "Prints the counted figures again." };
        return new("restate", "Publishes a new version of a closed month that takes in every change since; old versions stay.", async (run, stop) =>
        {
            var parsed = Months.Parse(run.Value(month)!);
            await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            if (run.Value(adjusted) && run.Value(counted))
            {
                throw new Refusal("--adjusted and --counted contradict each other; give one, or neither to print what the month prints now.");
            }

            Prints? prints = run.Value(adjusted) ? Prints.Adjusted : run.Value(counted) ? Prints.Counted : null;
            var (version, items, printed) = await run.Get<Restatement>().RestateAsync(parsed, null, prints, run.Value(note), Environment.UserName, whateverItTakes: true, stop);
            await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{parsed} is published as version {version}; {items:N0} {(items == 1 ? "item was" : "items were")} taken in."));
            await SayAsync(run, printed);
            await DeliverAsync(run, stop);
            return 0;
        }) { month, note, adjusted, counted };
    }

    /// <summary>Shows what is printed now beside what was counted, where that is not the same.</summary>
    static async Task SayAsync(VerbRun run, AdjustedMonth? adjusted)
    {
        if (adjusted is null)
        {
            return;
        }

        var width = adjusted.Cells.Max(c => c.Category.Length);
        await run.Out.WriteLineAsync($"It prints the adjusted counts, which are estimates. {adjusted.Difference}");
        await run.Out.WriteLineAsync($"{"category".PadRight(width)}  printed  counted  95 % interval");
        foreach (var cell in adjusted.Cells)
        {
            await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{cell.Category.PadRight(width)}  {cell.ToPrint,7:N0}  {cell.Counted,7:N0}  {$"{cell.Low:N0} to {cell.High:N0}",13}"));
        }
    }

    /// <summary>The month is closed whether or not its files go through; the worker tries those again.</summary>
    static async Task DeliverAsync(VerbRun run, CancellationToken stop)
    {
        if (await run.Get<EditionPost>().DeliverAsync(stop) is var failed and > 0)
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"helpdesk: {failed} {(failed == 1 ? "delivery" : "deliveries")} of the files failed; the worker tries again, and the month's page shows it."));
        }
    }

    public static Verb Recount() => new("recount", "Counts every figure anew from the messages and compares; the nightly job does the same.", async (run, stop) =>
    {
        await run.Get<HelpdeskDatabase>().OpenAsync(stop);
        var outcome = await run.Get<Recount>().RunAsync(stop);
        await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{outcome.Figures:N0} figures counted anew, {outcome.Differences:N0} differ."));
        return outcome.Differences == 0 ? 0 : throw new Refusal("The kept figures differ from the recount; nothing was changed. Keep a backup of the database as it is and report this before the next month is closed.");
    });
}
