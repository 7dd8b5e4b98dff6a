using System.CommandLine;
using Helpdesk.CommandLine;
using Helpdesk.Database;

namespace Helpdesk.Reporting;

/// <summary><c>import table</c>: figures published before this system.</summary>
static class ImportTableVerb
{
    public static Verb Make()
    {
        var file = new Argument<string>("FILE") { Description = "CSV or XLSX: Category,2018-06,... with a line for each category and a last line Total." };
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
}
