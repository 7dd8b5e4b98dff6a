namespace Helpdesk.Text;

/// <summary>What a line of a mail's body is.</summary>
enum LineKind
{
    /// <summary>The sender's own new words.</summary>
    New,

    /// <summary>Earlier mail, or the header that introduces it.</summary>
    Quoted,

    /// <summary>Signature, disclaimer or banner.</summary>
    Closing,
}
