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
    public IReadOnlyList<string> Counted =>
        [.. new (string Standing, bool Counts)[] { ("counted", true), ("automatic", CountAutomatic), ("internal", CountInternal), ("duplicate", CountDuplicates) }
            .Where(s => s.Counts).Select(s => s.Standing)];
}
