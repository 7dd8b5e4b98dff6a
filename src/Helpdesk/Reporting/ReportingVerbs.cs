using System.CommandLine;
using System.Text.Json;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;

namespace Helpdesk.Reporting;

/// <summary>The figures on the command line: <c>table</c>, <c>import table</c>.</summary>
static class ReportingVerbs
{
    static readonly JsonSerializerOptions JsonForm = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Verb Table()
    {
        var month = new Option<string>("--month") { Description = "The reporting month, the table's last column.", HelpName = "yyyy-MM", Required = true };
        var months = new Option<int?>("--months") { Description = "How many months the table shows (setting Reporting__Months).", HelpName = "N" };
        var format = new Option<string>("--format") { Description = "text, csv or json.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "csv", "json");
        var figures = new Option<string>("--as") { Description = "current (what is known now) or published (what was frozen).", DefaultValueFactory = _ => "current" };
        figures.AcceptOnlyFromAmong("current", "published");
        var output = new Option<string?>("--output") { Description = "Write to this file instead of standard output.", HelpName = "FILE" };
        return new("table", "Prints the report's table: categories by months, with totals.", async (run, stop) =>
        {
            var last = ParseMonth(run.Value(month)!);
            if (run.Value(months) is < 1 or > 120)
            {
                throw new Refusal($"--months is {run.Value(months)}; a table has 1 to 120 months.");
            }

            await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            var table = await run.Get<FigureStore>().TableAsync(last, run.Value(months), run.Value(figures) == "published" ? Figures.Published : Figures.Current, stop);
            var text = run.Value(format) switch
            {
                "csv" => CsvTable.Of(table),
                "json" => JsonSerializer.Serialize(JsonTable.Of(table), JsonForm) + "\n",
                _ => TextTable.Of(table),
            };
            if (run.Value(output) is { } file)
            {
                await File.WriteAllTextAsync(file, text, stop);
            }
            else
            {
                await run.Out.WriteAsync(text);
            }

            return 0;
        }) { month, months, format, figures, output };
    }

    public static Verb ImportTable()
    {
        var file = new Argument<string>("FILE.csv") { Description = "Category,2018-06,... with a line for each category and a last line Total." };
        return new("table", "Imports a published table: months without messages behind them.", async (run, stop) =>
        {
            var path = run.Value(file);
            var table = TableFile.Read(path);
            await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            var (added, known) = await run.Get<PublishedStore>().ImportAsync(table, Path.GetFileName(path), stop);
            await run.Out.WriteLineAsync($"{added} months published ({table.Months[0]} to {table.Months[^1]}){(known > 0 ? $", {known} were published before with the same figures" : "")}.");
            return 0;
        }) { file };
    }

    static Month ParseMonth(string text) =>
        Month.TryParse(text, out var month) ? month : throw new Refusal($"--month is '{text}', which is no month; write it as 2019-06.");
}
