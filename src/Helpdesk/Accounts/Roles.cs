namespace Helpdesk.Accounts;

/// <summary>The four roles, each with all that the one before may do.</summary>
static class Roles
{
    /// <summary>Sees tables, no message text.</summary>
    public const string Viewer = "viewer";

    /// <summary>Reads and corrects messages.</summary>
    public const string Analyst = "analyst";

    /// <summary>Closes, restates and exports months.</summary>
    public const string Author = "author";

    /// <summary>Mailboxes, people, the model, jobs.</summary>
    public const string Administrator = "administrator";

    public static IReadOnlyList<string> All { get; } = [Viewer, Analyst, Author, Administrator];

    /// <summary>The roles that may do what <paramref name="least"/> may.</summary>
    public static IEnumerable<string> From(string least) => All.SkipWhile(r => r != least);
}
