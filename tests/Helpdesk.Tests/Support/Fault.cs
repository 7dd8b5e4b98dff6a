namespace Helpdesk.Tests.Support;

/// <summary>What a line does to what a server says.</summary>
public enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Ends the connection at the byte, as a router that forgot it.</summary>
    Cuts,

    /// <summary>Nothing more comes from the byte on, and the connection stays open.</summary>
    Truncates,

    /// <summary>The byte comes as another one.</summary>
    Garbles,

    /// <summary>Behind the byte everything comes in drops.</summary>
    Delays,
}
