using Helpdesk.Classification;

namespace Helpdesk.Messages;

/// <summary>A mail on its way into the database: read (or found unreadable), dated, threaded, classified.</summary>
/// <param name="Mail">Null when the bytes could not be read.</param>
/// <param name="Failure">Why not; null when they could.</param>
/// <param name="Thread">16 bytes that all mails of a conversation share.</param>
/// <param name="Guess">Null for unreadable mail: nobody guesses from nothing.</param>
sealed record Arrival(RawMail Raw, ReadMail? Mail, UnreadableMail? Failure, byte[] Fingerprint, Month Month, bool Internal, byte[] Thread, Guess? Guess);
