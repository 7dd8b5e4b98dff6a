namespace Helpdesk.Quality.Simulating;

/// <summary>A mail whose true category is known, with what the model said of it.</summary>
/// <param name="Writer">Whose hand wrote it; null where the file does not say.</param>
sealed record LabelledMail(double[] Scores, int Guess, int Truth, string? Writer);
