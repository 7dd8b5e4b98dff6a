using System.ComponentModel.DataAnnotations;

namespace Helpdesk.Reporting;

/// <summary>What the report shows and counts (section <c>Reporting</c>).</summary>
sealed class ReportingOptions
{
    /// <summary>The table's width in months, the reporting month included.</summary>
    [Range(1, 120)]
    public int Months { get; set; } = 13;

    /// <summary>The number of the section in the report.</summary>
    [Range(1, 99)]
    public int SectionNumber { get; set; } = 4;

    /// <summary>The number of the table in the report.</summary>
    [Range(1, 99)]
    public int TableNumber { get; set; } = 5;

    /// <summary>Counts machine-made mail in its category.</summary>
    public bool CountAutomatic { get; set; }

    /// <summary>Counts mail from the helpdesk's own domains in its category.</summary>
    public bool CountInternal { get; set; }

    /// <summary>Counts every delivery of a message, not the message.</summary>
    public bool CountDuplicates { get; set; }

    /// <summary>The standings that count, as the view <c>monthly_counts</c> names them.</summary>
    public IReadOnlyList<string> Counted
    {
        get
        {
            string[] messages = ["counted", .. CountAutomatic ? ["automatic"] : Array.Empty<string>(), .. CountInternal ? ["internal"] : Array.Empty<string>()];
            return CountDuplicates ? [.. messages, "duplicate", .. messages[1..].Select(m => $"duplicate, {m}")] : messages;
        }
    }

    /// <summary>The memo line of a figure that no category's row holds.</summary>
    /// <param name="standing">As the view names it: of a further delivery of mail that is not counted it holds both reasons.</param>
    public string MemoOf(string standing) =>
        Counted.Contains(standing) ? "parked" // nobody has judged it, so it has no row to stand in
        : !standing.StartsWith("duplicate", StringComparison.Ordinal) || standing == "duplicate" ? standing
        : CountDuplicates ? standing["duplicate, ".Length..] : "duplicate";
}
