namespace Helpdesk.Mailboxes;

/// <summary>How far a poll of several mailboxes is: mails taken in, of mails found new so far.</summary>
sealed class PollProgress(Action<long, long>? show)
{
    long found;
    long done;

    public void Found(int mails)
    {
        Interlocked.Add(ref found, mails);
        show?.Invoke(Interlocked.Read(ref done), Interlocked.Read(ref found));
    }

    public void Done(int mails)
    {
        Interlocked.Add(ref done, mails);
        show?.Invoke(Interlocked.Read(ref done), Interlocked.Read(ref found));
    }
}
