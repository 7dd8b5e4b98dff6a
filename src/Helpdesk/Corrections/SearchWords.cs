using System.Text;
using Helpdesk.CommandLine;

namespace Helpdesk.Corrections;

/// <summary>A search as people type it, turned into PostgreSQL's full-text query.</summary>
/// <remarks>
/// Words must all occur; <c>"a phrase"</c> in this order; <c>-word</c> must not; <c>or</c> between two; <c>subject:</c>,
/// <c>from:</c>, <c>text:</c>, <c>attachment:</c> before a word or phrase look there only.
/// </remarks>
static class SearchWords
{
    /// <summary>A search of more words than this is a pasted mail; PostgreSQL would take seconds over it.</summary>
    const int MostTerms = 40;

    /// <summary>A word longer than this is a key or an address; PostgreSQL refuses words of more than 2 KB.</summary>
    const int LongestWord = 100;

    static readonly (string Name, string Weight)[] Fields = [("subject", "A"), ("from", "B"), ("to", "B"), ("text", "C"), ("attachment", "D")];

    /// <summary>For <c>to_tsquery</c>.</summary>
    /// <exception cref="Refusal">Says what is wrong with the search and how it is written.</exception>
    public static string ToQuery(string search)
    {
        var query = new StringBuilder();
        var (terms, or, i) = (0, false, 0);
        while (true)
        {
            while (i < search.Length && char.IsWhiteSpace(search[i]))
            {
                i++;
            }

            if (i == search.Length)
            {
                break;
            }

            var not = search[i] == '-' && i + 1 < search.Length && !char.IsWhiteSpace(search[i + 1]);
            i += not ? 1 : 0;
            var weight = Field(search, ref i);
            var (words, quoted) = Words(search, ref i);
            if (!quoted && !not && weight.Length == 0 && words is ["or"])
            {
                or = query.Length > 0 && !or ? true : throw new Refusal("The search has an 'or' with nothing before it; write it between two words, such as: budget or invoice.");
                continue;
            }

            if (words.Count == 0)
            {
                continue;
            }

            if (++terms > MostTerms)
            {
                throw new Refusal($"The search has more than {MostTerms} words; take the ones that matter.");
            }

            query.Append(query.Length == 0 ? "" : or ? " | " : " & ").Append(not ? "!" : "").Append('(').AppendJoin(" <-> ", words.Select(w => $"'{w}'{weight}")).Append(')');
            or = false;
        }

        return (or, query.Length) switch
        {
            (true, _) => throw new Refusal("The search ends with 'or'; write a word behind it."),
            (_, 0) => throw new Refusal("The search has no word in it; write at least one with letters or digits."),
            _ => query.ToString(),
        };
    }

    /// <summary>The weight of the field named here, such as <c>:A</c>; empty when none is.</summary>
    static string Field(string search, ref int i)
    {
        var end = i;
        while (end < search.Length && char.IsLetter(search[end]))
        {
            end++;
        }

        // "http://..." and a colon at a word's end name no field.
        if (end == i || end + 1 >= search.Length || search[end] != ':' || search[end + 1] == '/' || char.IsWhiteSpace(search[end + 1]))
        {
            return "";
        }

        var name = search[i..end].ToLowerInvariant();
        if (name is "re" or "fw" or "fwd")
        {
            return "";
        }

        var field = Array.Find(Fields, f => f.Name == name);
        i = end + 1;
        return field.Weight is { } weight ? $":{weight}" : throw new Refusal($"There is no field '{name}' to search in; the fields are {string.Join(", ", Fields.Select(f => f.Name + ":"))}");
    }

    /// <summary>The words of the next term: one, or those of a phrase; marks inside a word divide it, and its parts must follow each other.</summary>
    static (List<string> Words, bool Quoted) Words(string search, ref int i)
    {
        string term;
        var quoted = search[i] is '"' or '“' or '”';
        if (quoted)
        {
            var end = search.AsSpan(i + 1).IndexOfAny('"', '“', '”');
            if (end < 0)
            {
                throw new Refusal("The search has a quotation mark that does not close; put one at the end of the phrase.");
            }

            term = search.Substring(i + 1, end);
            i += end + 2;
        }
        else
        {
            var start = i;
            while (i < search.Length && !char.IsWhiteSpace(search[i]))
            {
                i++;
            }

            term = search[start..i];
        }

        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in term + " ")
        {
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c))
            {
                word.Append(char.ToLowerInvariant(c), word.Length < LongestWord ? 1 : 0);
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        return (words, quoted);
    }
}
