namespace Helpdesk.Messages;

/// <summary>A mail's bytes could not be read as a mail; the mail is parked under this class of error.</summary>
sealed class UnreadableMail(string errorClass, Exception? cause = null) : Exception(cause is null ? errorClass : $"{errorClass}: {cause.GetType().Name}", cause)
{
    public string ErrorClass => errorClass;
}
