using System.ComponentModel.DataAnnotations;

namespace Helpdesk.Mailboxes;

/// <summary>How often the mailboxes are polled (section <c>Polling</c>).</summary>
sealed class PollingOptions : IValidatableObject
{
    /// <summary>Between two polls of a mailbox; whole minutes, since that is what a schedule can say.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a server may take to answer. A minute: Microsoft 365 holds a log-in back for half of one now and then.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Listens between the polls where the server can tell of new mail (IDLE, RFC 2177).</summary>
    public bool Idle { get; set; } = true;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Patience < TimeSpan.FromSeconds(1) || Patience > TimeSpan.FromMinutes(10))
        {
            yield return new($"Polling__Patience is {Patience}; it must lie between one second and ten minutes.");
        }

        if (Interval < TimeSpan.FromMinutes(1) || Interval > TimeSpan.FromMinutes(59) || Interval.Ticks % TimeSpan.TicksPerMinute != 0)
        {
            yield return new($"Polling__Interval is {Interval}; it must be a whole number of minutes from 1 to 59, such as 00:02:00.");
        }
    }
}
