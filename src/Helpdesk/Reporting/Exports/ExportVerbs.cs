using System.CommandLine;
using System.Text;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Microsoft.Extensions.Options;

namespace Helpdesk.Reporting.Exports;

/// <summary>The report on the command line: <c>table</c>, <c>section</c>, <c>chart</c>.</summary>
static class ExportVerbs
{
    public static Verb Table() => Make("table", "Prints the report's table: categories by months, with totals.", "text", ["text", "csv", "xlsx", "docx", "html", "md", "json"], null,
        (format, _) => format == "text" ? "table.txt" : $"table.{format}");

    public static Verb Section() => Make("section", "Writes section 4 whole: the sentence, the table, the chart, the notes.", "md", ["docx", "html", "md"], null, (format, _) => $"section.{format}");

    public static Verb Chart()
    {
        var kind = new Option<string>("--kind") { Description = "stacked (a bar a month) or multiples (a small chart for each category).", DefaultValueFactory = _ => "stacked" };
        kind.AcceptOnlyFromAmong("stacked", "multiples");
        return Make("chart", "Draws the table.", "svg", ["svg", "png"], kind, (format, which) => $"{(which == "multiples" ? "multiples" : "chart")}.{format}");
    }

    static Verb Make(string name, string description, string usual, string[] formats, Option<string>? kind, Func<string, string?, string> file)
    {
        var month = Months.Option();
        var months = new Option<int?>("--months") { Description = "How many months the table shows (setting Reporting__Months).", HelpName = "N" };
        var format = new Option<string>("--format") { Description = string.Join(", ", formats[..^1]) + " or " + formats[^1] + ".", DefaultValueFactory = _ => usual };
        var figures = new Option<string>("--as") { Description = "current (what is known now) or published (what was frozen).", DefaultValueFactory = _ => "current" };
        var asOf = new Option<string?>("--as-of") { Description = "What was known, or published, at that day's end or moment: 2019-07-05 or 2019-07-05T17:00:00Z.", HelpName = "MOMENT" };
        var output = new Option<string?>("--output") { Description = "Write to this file instead of standard output.", HelpName = "FILE" };
        var verb = new Verb(name, description, async (run, stop) =>
        {
            var last = Months.Parse(run.Value(month)!);
            if (run.Value(months) is < 1 or > 120)
            {
                throw new Refusal($"--months is {run.Value(months)}; a table has 1 to 120 months.");
            }

            var chosen = OneOf("--format", run.Value(format)!, formats);
            var which = OneOf("--as", run.Value(figures)!, ["current", "published"]) == "published" ? Figures.Published : Figures.Current;
            DateTimeOffset? moment = run.Value(asOf) is { } text ? Moments.Read("--as-of", text, run.Get<IOptions<CountingOptions>>().Value.Zone) : null;
            var target = run.Value(output);
            if (target is null && chosen is "xlsx" or "docx" or "png" && !Console.IsOutputRedirected)
            {
                throw new Refusal($"A {chosen} file is nothing for a terminal; name a file with --output.");
            }

            await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            var bytes = await run.Get<ReportExport>().FileAsync(file(chosen, kind is null ? null : run.Value(kind)), last, run.Value(months), which, moment, stop);
            if (chosen == "csv" && which == Figures.Published && (await run.Get<ReportExport>().ReportAsync(last, run.Value(months), which, moment, stop)).Table.EstimateLine is { } estimates)
            {
                // The file has exactly the report's form, so the word about it stands beside it.
                await Console.Error.WriteLineAsync($"helpdesk: {estimates}");
            }

            if (target is not null)
            {
                await WriteAsync(target, bytes, stop);
            }
            else if (chosen is "xlsx" or "docx" or "png")
            {
                await using var standard = Console.OpenStandardOutput();
                await standard.WriteAsync(bytes, stop);
            }
            else
            {
                await run.Out.WriteAsync(Encoding.UTF8.GetString(bytes));
            }

            return 0;
        }) { month, months, format, figures, asOf, output };
        if (kind is not null)
        {
            verb.Add(kind);
        }

        return verb;
    }

    static string OneOf(string option, string given, string[] known) =>
        known.Contains(given) ? given : throw new Refusal($"{option} is '{given}'; it must be {string.Join(", ", known[..^1])} or {known[^1]}.");

    /// <summary>Beside and renamed: a file is there whole, or as it was.</summary>
    static async Task WriteAsync(string path, byte[] bytes, CancellationToken stop)
    {
        try
        {
            var half = path + ".new";
            await File.WriteAllBytesAsync(half, bytes, stop);
            File.Move(half, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Refusal($"{path} cannot be written ({e.Message.TrimEnd('.')}); name another file with --output.", e);
        }
    }
}
