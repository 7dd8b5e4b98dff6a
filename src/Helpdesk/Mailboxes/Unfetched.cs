namespace Helpdesk.Mailboxes;

/// <summary>A mail the server lists and does not hand out.</summary>
/// <param name="ReceivedAt">Its INTERNALDATE, where the server said so much.</param>
/// <param name="Reason">not handed out, stub, refused, or breaks the connection.</param>
sealed record Unfetched(long Uid, DateTimeOffset? ReceivedAt, string Reason)
{
    /// <summary>When a mail is asked for again after each failure; behind the last it is parked for a person.</summary>
    public static IReadOnlyList<TimeSpan> Retries { get; } =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromHours(6),
        TimeSpan.FromHours(24), TimeSpan.FromDays(2), TimeSpan.FromDays(4),
    ];

    /// <summary>Exchange needs hours, not minutes, to have the real mail.</summary>
    public static IReadOnlyList<TimeSpan> StubRetries { get; } =
        [TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromHours(24), TimeSpan.FromDays(2), TimeSpan.FromDays(4)];

    /// <summary>Longer than this no mail waits to be asked for: what is noted for later was noted by a clock that went wrong, and is due.</summary>
    public static TimeSpan LongestWait { get; } = Retries.Concat(StubRetries).Max();

    /// <summary>How long to wait after the attempt with this number, the first being 1; null when it was the last.</summary>
    public TimeSpan? Wait(int attempt) => (Reason == "stub" ? StubRetries : Retries).ElementAtOrDefault(attempt - 1) is { Ticks: > 0 } wait ? wait : null;
}
