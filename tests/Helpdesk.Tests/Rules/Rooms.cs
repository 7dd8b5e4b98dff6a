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
        ["Post"] = Floor,
        ["Backups"] = Floor,
        ["Accounts"] = Floor,
        ["Classification"] = ["Accounts", "Text", .. Floor],
        ["Messages"] = ["Text", "Classification", .. Floor],
        ["Mailboxes"] = ["Accounts", "Post", "Messages", .. Floor],
        ["Corrections"] = ["Accounts", "Mailboxes", "Messages", "Classification", "Text", .. Floor],
        ["Reporting"] = ["Accounts", "Post", "Messages", "Classification", .. Floor],
        ["Imports"] = ["Mailboxes", "Messages", "Reporting", .. Floor],
        ["Quality"] = ["Accounts", "Messages", "Classification", "Text", "Corrections", "Reporting", .. Floor],
        ["Privacy"] = ["Accounts", "Messages", .. Floor],
        ["Jobs"] = ["Accounts", "Mailboxes", "Messages", "Classification", "Corrections", "Reporting", "Quality", "Privacy", .. Floor],
        ["Watching"] = ["Mailboxes", "Messages", "Classification", "Jobs", .. Floor],
        ["Pages"] = ["Accounts", "Jobs", .. Floor],
        ["Demo"] = ["Text", "Classification", "Messages", "Mailboxes", "Accounts", "Corrections", "Reporting", "Quality", "Jobs", "Pages", .. Floor],
    };
}
