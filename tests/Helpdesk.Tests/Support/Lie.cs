namespace Helpdesk.Tests.Support;

/// <summary>What the lying server does when mail 104 of its ten is fetched; everything else it does properly.</summary>
public enum Lie
{
    /// <summary>Nothing wrong.</summary>
    None,

    /// <summary>The connection is reset in the middle of the mail, every time.</summary>
    CutsInside,

    /// <summary>"BYE", with the reason Exchange gives, then the end.</summary>
    SaysBye,

    /// <summary>OK, and the mail is not there.</summary>
    LeavesOut,

    /// <summary>A mail of zero bytes.</summary>
    SendsEmpty,

    /// <summary>NO for any batch that has it, and for its whole, but header and text come.</summary>
    RefusesWhole,

    /// <summary>NO for whatever is asked of it but its header.</summary>
    RefusesText,

    /// <summary>NO for everything of it.</summary>
    RefusesAll,

    /// <summary>Exchange's note in place of the mail.</summary>
    SendsStub,

    /// <summary>Every mail twice.</summary>
    Repeats,

    /// <summary>Mails in reverse order.</summary>
    Reverses,

    /// <summary>A literal ten bytes longer than said, so that the next answer is garbage.</summary>
    MiscountsLiteral,

    /// <summary>The throttling answer of Exchange to any fetch.</summary>
    Throttles,

    /// <summary>The access token's life ends in the middle of the session, with the words of Microsoft 365; at mail 104, then at every hundredth behind it.</summary>
    EndsTokens,

    /// <summary>The first access token's life ends when the mails are listed.</summary>
    EndsTokensEarly,

    /// <summary>IDLE is offered and ended at once, without news, every time.</summary>
    EndsWaits,
}
