using Helpdesk.Messages;

namespace Helpdesk.Quality;

/// <summary>A month's counted mail as this room judges it.</summary>
/// <param name="Audited">The sampled mails in their random order.</param>
/// <param name="AfterDraw">How many counted mails came after the sample was drawn; null when none was.</param>
/// <param name="Models">Which models guessed, how many mails each, and how many of them nobody answered.</param>
sealed record MonthSample(Month Month, IReadOnlyList<CountedMail> Mails, IReadOnlyList<MonthSample.Sampled> Audited, int? AfterDraw, IReadOnlyList<(KnownModel Model, int Mails, int Open)> Models)
{
    /// <summary>A sampled mail with what the first person said blind.</summary>
    /// <param name="Answer">The category's place; null while nobody answered, and for what is no enquiry.</param>
    /// <param name="Place">Where it stands among the month's mails.</param>
    public sealed record Sampled(int Place, bool Answered, int? Answer, double Weight);
}
