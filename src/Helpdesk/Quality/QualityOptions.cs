using System.ComponentModel.DataAnnotations;

namespace Helpdesk.Quality;

/// <summary>How much of a month people look at by chance (section <c>Quality</c>).</summary>
sealed class QualityOptions
{
    /// <summary>How many mails of a month are drawn for the audit; 60 settle most months, more narrow the intervals sooner.</summary>
    [Range(10, 1000)]
    public int AuditSize { get; set; } = 60;

    /// <summary>Forty thousand: judging so many mails anew takes some three seconds, the most that somebody should wait for a page; twenty months of the helpdesk's own are fewer.</summary>
    [Range(0, 10_000_000)]
    public int MostForPage { get; set; } = 40_000;

    /// <summary>Draws the sample by itself as soon as a month is over.</summary>
    public bool DrawByItself { get; set; } = true;
}
