using System.CommandLine;

namespace Helpdesk.CommandLine;

/// <summary>One word of the command line and what it does; a room declares its own.</summary>
sealed class Verb(string name, string description, Func<VerbRun, CancellationToken, Task<int>>? run = null) : Command(name, description)
{
    /// <summary>What the verb does; null for a word that only groups others (<c>import</c>).</summary>
    public Func<VerbRun, CancellationToken, Task<int>>? Run => run;

    /// <summary>Settings this verb insists on, over files and environment; the demonstration keeps away from real data so.</summary>
    public Func<ParseResult, IEnumerable<KeyValuePair<string, string?>>>? Settings { get; init; }

    /// <summary>The verb may serve pages, so it gets a web application and not a bare host.</summary>
    public bool ServesPages { get; init; }

    /// <summary>The verb looks at the settings itself, so wrong ones do not keep it from running.</summary>
    public bool ChecksSettings { get; init; }

    /// <summary>The verb runs until it is stopped, and its log is its output.</summary>
    public bool IsService { get; init; }
}
