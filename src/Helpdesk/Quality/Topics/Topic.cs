namespace Helpdesk.Quality.Topics;

/// <summary>Mails of a month that are about the same and have no sure home.</summary>
/// <param name="Terms">The words that set them apart.</param>
/// <param name="Months">How many such mails each month of the window had, the latest last.</param>
/// <param name="IsNew">More than chance makes of what there was before.</param>
/// <param name="Examples">The mails nearest to the middle.</param>
sealed record Topic(IReadOnlyList<string> Terms, IReadOnlyList<int> Months, bool IsNew, IReadOnlyList<long> Examples, string Sentence);
