using Helpdesk.CommandLine;
using Helpdesk.Messages;

namespace Helpdesk.Reporting.CategorySet;

/// <summary>A category as an administrator writes it: printed name, months in force, guide.</summary>
/// <param name="First">Null when it always was.</param>
/// <param name="Last">Null while it lasts.</param>
/// <param name="Belongs">What belongs in it, for whoever decides.</param>
/// <param name="DoesNot">What does not, and where that goes.</param>
sealed record CategoryDraft(string Name, Month? First, Month? Last, string Belongs, string DoesNot, string Example)
{
    /// <summary>Sixty characters: the widest first column that the printed table bears.</summary>
    public const int LongestName = 60;

    /// <summary>Reads a form.</summary>
    /// <exception cref="Refusal">The name is missing or too long, a month is none, or the last is before the first.</exception>
    public static CategoryDraft From(string? name, string? first, string? last, string? belongs, string? doesNot, string? example)
    {
        var printed = string.Join(' ', (name ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (printed.Length is 0 or > LongestName)
        {
            throw new Refusal(printed.Length == 0 ? "A category needs a name; write the one that the report prints." : $"'{printed}' is too long to print; a name has at most {LongestName} characters.");
        }

        var (from, until) = (Read("first", first), Read("last", last));
        return from is { } a && until is { } b && a.CompareTo(b) > 0
            ? throw new Refusal($"{printed} would end in {b} before it begins in {a}; name a later last month, or none.")
            : new(printed, from, until, (belongs ?? "").Trim(), (doesNot ?? "").Trim(), (example ?? "").Trim());

        static Month? Read(string which, string? text) => string.IsNullOrWhiteSpace(text) ? null
            : Month.TryParse(text.Trim(), out var month) ? month : throw new Refusal($"The {which} month is '{text}', which is no month; write it as 2019-06, or leave it out.");
    }

    /// <summary>A word for addresses and files, made of the name's letters: <c>Smart Data</c> becomes <c>smart-data</c>.</summary>
    /// <exception cref="Refusal">The name has neither a letter nor a digit.</exception>
    public string Key() => string.Join('-', new string([.. Name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } key
        ? key : throw new Refusal($"'{Name}' has no letter from a to z and no digit; a name needs some for its address.");
}
