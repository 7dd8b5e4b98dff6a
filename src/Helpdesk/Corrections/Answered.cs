namespace Helpdesk.Corrections;

/// <summary>What became of an answer.</summary>
enum Became
{
    /// <summary>It stands.</summary>
    Written,

    /// <summary>The same person had said the same; nothing was written twice.</summary>
    Repeated,

    /// <summary>Somebody else was faster; nothing was written.</summary>
    Overtaken,
}

/// <summary>The answer to an answer: what became of it, in a sentence for the person who gave it.</summary>
/// <param name="Message">The message it was about.</param>
sealed record Answered(Became Became, long Message, string Sentence);
