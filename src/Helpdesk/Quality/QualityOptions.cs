using System.ComponentModel.DataAnnotations;

namespace Helpdesk.Quality;

/// <summary>How much of a month people look at by chance (section <c>Quality</c>).</summary>
sealed class QualityOptions
{
    /// <summary>How many mails of a month are drawn for the audit; 60 settle most months, more narrow the intervals sooner.</summary>
    [Range(10, 1000)]
    public int AuditSize { get; set; } = 60;

    /// <summary>Draws the sample by itself as soon as a month is over.</summary>
    public bool DrawByItself { get; set; } = true;
}
