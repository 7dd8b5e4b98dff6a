namespace Helpdesk.Corrections;

/// <summary>The answer to an answer: what became of it, in a sentence for the person who gave it.</summary>
/// <param name="Message">The message it was about.</param>
sealed record Answered(Became Became, long Message, string Sentence);
