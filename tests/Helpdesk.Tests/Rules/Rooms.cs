namespace Helpdesk.Tests.Rules;

/// <summary>Who may use whom: the arrows of the sentence mailbox -> message -> text -> category -> stored -> corrected -> monthly series -> table.</summary>
static class Rooms
{
    static readonly string[] Floor = ["CommandLine", "Database"];

    /// <summary>Each room and the rooms it may use; the floor (<c>CommandLine</c>, <c>Database</c>) is under all but itself.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> MayUse = new Dictionary<string, string[]>
    {
        ["CommandLine"] = [],
        ["Database"] = ["CommandLine"],
        ["Text"] = [],
        ["Classification"] = ["Text", .. Floor],
        ["Messages"] = ["Text", "Classification", .. Floor],
        ["Mailboxes"] = ["Messages", .. Floor],
        ["Accounts"] = Floor,
        ["Post"] = Floor,
        ["Corrections"] = ["Accounts", "Messages", "Classification", "Text", .. Floor],
        ["Reporting"] = ["Accounts", "Messages", "Classification", "Post", .. Floor],
        ["Quality"] = ["Accounts", "Messages", "Classification", .. Floor],
        ["Jobs"] = ["Accounts", "Mailboxes", "Messages", "Classification", "Corrections", "Reporting", "Quality", .. Floor],
        ["Pages"] = ["Accounts", "Jobs", .. Floor],
        ["Demo"] = ["Text", "Classification", "Messages", "Mailboxes", "Accounts", "Corrections", "Reporting", "Quality", "Jobs", "Pages", .. Floor],
    };
}
