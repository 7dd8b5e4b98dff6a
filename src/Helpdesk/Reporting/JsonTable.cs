namespace Helpdesk.Reporting;

/// <summary>The table as an object for JSON.</summary>
static class JsonTable
{
    public static object Of(ReportTable table) => new
    {
        Month = table.Month.ToString(),
        As = table.Figures switch { Figures.Current => "current", Figures.Published => "published" },
        Months = table.Months.Select(m => m.ToString()),
        Rows = table.Rows.Select(r => new { Category = r.Name, r.Counts }),
        Total = table.Total.Counts,
        Memo = table.Memo.Select(r => new { r.Name, r.Counts }),
    };
}
