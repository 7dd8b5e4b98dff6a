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
