using Helpdesk.Messages;
using MailKit;
using MailKit.Net.Imap;

namespace Helpdesk.Mailboxes;

/// <summary>An IMAP client whose mails arrive in borrowed buffers and the large ones in files, so that memory stays flat.</summary>
sealed class SpillingImapClient : ImapClient
{
    /// <summary>What it speaks over; null before it is connected.</summary>
    public ServerLine? Line { get; set; }

    /// <summary>The access token it logged in with; null with a password.</summary>
    public string? Token { get; set; }

    protected override ImapFolder CreateImapFolder(ImapFolderConstructorArgs args) => new SpillingFolder(args, this);

    sealed class SpillingFolder(ImapFolderConstructorArgs args, SpillingImapClient client) : ImapFolder(args)
    {
        /// <summary>A megabyte: a batch's small mails fit into memory many times over, its large one need not.</summary>
        const int LargestInMemory = 1024 * 1024;

        protected override Stream CreateStream(UniqueId? uid, string section, int offset, int length)
        {
            client.Line?.Expect(length);
            return length <= LargestInMemory ? RentedStream.Of(length) : NamelessFile.Create();
        }
    }
}
