namespace Helpdesk.Corrections;

/// <summary>A message laid out for a decision: what it says, what the machine thought and why, what people said of its like, and the guide.</summary>
/// <param name="Words">What spoke for the guess; null when its model is no longer in service.</param>
/// <param name="Holder">Somebody else who has it open now.</param>
/// <param name="Page">Where its form goes.</param>
/// <param name="Kept">An answer given before the session ended, waiting to be sent.</param>
sealed record Sheet(
    ShownMessage Message,
    IReadOnlyList<CategoryBook.Category> Book,
    IReadOnlyList<GuessWords.Word>? Words,
    IReadOnlyList<SimilarMail.Similar> Similar,
    Desk.Holder? Holder,
    TimeZoneInfo Zone,
    string Page,
    string? Kept = null)
{
    public string Name(short? category) => Book.FirstOrDefault(c => c.Id == category)?.Name ?? "none yet";

    /// <summary>A moment as the helpdesk's clocks show it.</summary>
    public string Time(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).ToString("d MMM yyyy HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What Enter accepts: the category that counts now.</summary>
    public CategoryBook.Category? Offered => Book.FirstOrDefault(c => c.Id == Message.Category && c.IsInForce(Message.Month));
}
