using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Quality;

/// <summary>A month whose sample people have answered whole, so that its adjusted counts may be printed.</summary>
static class AuditedMonth
{
    public const string Month = "2019-06";

    /// <summary>What the checklist holds open in invented months, answered for.</summary>
    public static readonly string[] SignedOff = ["--sign-off", "invented mail"];

    public static async Task<JudgedMonths> NewAsync(Servers servers, int answers = 1000)
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync(Month, Answer.Month);
        await People.AddAsync(months.Database, "noor", "analyst");
        await Answer.OfAsync(months.Database, Month, "--draw");
        await months.AnswerAsync(Month, answers);
        return months;
    }

    public static Task<HelpdeskRun> CloseAsync(this JudgedMonths months, params string[] more) => HelpdeskRun.OnAsync(months.Database, ["close", "--month", Month, .. SignedOff, .. more]);

    public static Task<HelpdeskRun> RestateAsync(this JudgedMonths months, params string[] more) => HelpdeskRun.OnAsync(months.Database, ["restate", "--month", Month, .. more]);

    /// <summary>The month's column as CSV lines, its heading left out.</summary>
    public static async Task<IReadOnlyList<string>> ColumnAsync(this JudgedMonths months, string figures, params string[] more) =>
        [.. (await Reporting.Months.CsvAsync(months.Database, ["--month", Month, "--months", "1", "--as", figures, .. more])).Skip(1)];

    /// <summary>The lines of what would be printed, or of what is counted, with their total.</summary>
    public static IReadOnlyList<string> Lines(this System.Text.Json.JsonElement quality, string which) =>
        [.. quality.Cells().Select(c => $"{c.Said("category")},{c.Of(which)}"), $"Total,{quality.Cells().Sum(c => c.Of(which))}"];
}
