namespace Helpdesk.Messages;

/// <summary>A raw mail and what could be read in it; needs no database, so that it is done while others are being stored.</summary>
/// <param name="Mail">Null when nothing could be read.</param>
/// <param name="Failure">Why the mail is parked; null when all of it could be read.</param>
sealed record OpenedMail(RawMail Raw, ReadMail? Mail, UnreadableMail? Failure)
{
    public static OpenedMail Of(RawMail raw)
    {
        try
        {
            return raw is { Shortfall: { } shortfall, Content.Length: 0 }
                ? new(raw, null, new(shortfall))
                : new(raw, MessageReader.Read(raw.Content), raw.Shortfall is null ? null : new(raw.Shortfall));
        }
        catch (UnreadableMail failure)
        {
            return new(raw, null, failure);
        }
    }
}
