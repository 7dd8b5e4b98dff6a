using System.Text.RegularExpressions;

namespace Helpdesk.Tests.Rules;

/// <summary>One file as the rules read it.</summary>
sealed record TreeFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public bool IsSource => Path.StartsWith("src/", StringComparison.Ordinal);

    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    public bool IsCode => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsPage => Path.EndsWith(".cshtml", StringComparison.Ordinal);

    public bool IsSql => Path.EndsWith(".sql", StringComparison.Ordinal);

    /// <summary>The room of the app that the file lies in; null outside every room.</summary>
    public string? Room => Path.Split('/') is ["src", "Helpdesk", var room, _, ..] ? room : null;

    /// <summary>The lines with their numbers, from 1.</summary>
    public IEnumerable<(int Number, string Text)> Lines => Text.ReplaceLineEndings("\n").Split('\n').Select((line, i) => (i + 1, line));

    /// <summary>A complaint for each line that the pattern matches: <c>path:line: what</c>.</summary>
    public IEnumerable<string> Complain(Regex pattern, Func<Match, string> what) =>
        Lines.SelectMany(line => pattern.Matches(line.Text).Select(match => $"{Path}:{line.Number}: {what(match)}"));
}
