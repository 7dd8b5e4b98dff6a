namespace Helpdesk.Classification;

/// <summary>The kinds of evidence, kept apart so that a long quoted history never drowns three new words.</summary>
enum FeatureBlock
{
    /// <summary>Words and word pairs of the subject.</summary>
    Subject,

    /// <summary>Words and word pairs of what the sender wrote now.</summary>
    Words,

    /// <summary>Runs of 3 to 5 letters inside the words of subject and new text; they carry typos and endings.</summary>
    Letters,

    /// <summary>Words of the quoted history.</summary>
    Quoted,

    /// <summary>Words of signature, disclaimer and banner.</summary>
    Closing,

    /// <summary>Words of the attachments' names.</summary>
    Attachments,

    /// <summary>The mailbox written to, and what kind of mail it is (reply, forward, short, empty).</summary>
    Envelope,

    /// <summary>The organisation that wrote, by its domain, and whether a person or a machine did.</summary>
    Sender,

    /// <summary>The category that the model took the thread for so far.</summary>
    Thread,

    /// <summary>The category that a person gave the thread: of the two it weighs more.</summary>
    Answer,

    /// <summary>The marks between the words of subject and new text, where cross-validation finds that they tell something.</summary>
    Marks,

    /// <summary>Runs of 3 to 5 characters that hold a mark or a digit, found out with the marks: <c>c++</c>, <c>{ibm}</c>, <c>n. pl.</c></summary>
    MarkedRuns,
}
