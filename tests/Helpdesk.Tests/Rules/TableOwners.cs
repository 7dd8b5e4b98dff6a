using System.Text.RegularExpressions;

namespace Helpdesk.Tests.Rules;

/// <summary>Reads from the schema files which room writes each table.</summary>
static partial class TableOwners
{
    /// <summary>Each table with its owner; null where the files do not say. A comment on the table says it, or the head of the file for all its tables.</summary>
    public static Dictionary<string, string?> Of(IEnumerable<TreeFile> tree)
    {
        var owners = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var file in tree.Where(f => f.IsSql).OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            var head = Head().Match(file.Text);
            foreach (Match table in Table().Matches(file.Text))
            {
                owners[table.Groups[1].Value] = head.Success ? head.Groups[1].Value : null;
            }

            foreach (Match comment in Comment().Matches(file.Text))
            {
                owners[comment.Groups[1].Value] = comment.Groups[2].Value;
            }
        }

        return owners;
    }

    [GeneratedRegex(@"\A(?:--.*\n)*?--.*\bWritten by (\w+)\.", RegexOptions.CultureInvariant)]
    private static partial Regex Head();

    [GeneratedRegex(@"^create (?:unlogged )?table (?:if not exists )?(\w+)", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex(@"^comment on table (\w+) is '(\w+): ", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Comment();
}
