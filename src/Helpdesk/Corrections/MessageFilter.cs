using System.Globalization;
using Helpdesk.CommandLine;
using Helpdesk.Messages;
using Microsoft.AspNetCore.WebUtilities;

namespace Helpdesk.Corrections;

/// <summary>Which messages somebody asks for, as the address of the page says it.</summary>
/// <param name="Search">The full-text search as typed.</param>
/// <param name="Domain">The sender's domain, or one above it.</param>
/// <param name="Source">Whose category counts: person, model or rule.</param>
/// <param name="Least">The least confidence of the guess, in per cent.</param>
/// <param name="Most">The confidence must stay below this, in per cent.</param>
/// <param name="State">A standing, or <c>doubtful</c>, or <c>noted</c>.</param>
sealed record MessageFilter(string? Search, Month? Month, string? Mailbox, short? Category, string? Source, int? Least, int? Most, string? Domain, string? State, MessageFilter.Order Sort)
{
    public enum Order
    {
        Newest,
        Oldest,
        Doubt,
    }

    public static IReadOnlyList<string> Sources { get; } = ["person", "model", "rule"];

    public static IReadOnlyList<string> States { get; } = ["counted", "automatic", "internal", "set aside", "parked", "doubtful", "noted"];

    /// <summary>Words are all that is asked for.</summary>
    public bool IsSearchAlone => this == new MessageFilter(Search, null, null, null, null, null, null, null, null, Sort);

    /// <summary>The sender's domain is all that is asked for.</summary>
    public bool IsDomainAlone => Domain is not null && this == new MessageFilter(null, null, null, null, null, null, null, Domain, null, Sort);

    /// <exception cref="Refusal">A value of the address is none that the page knows; names it.</exception>
    public static MessageFilter Parse(IQueryCollection query)
    {
        Month? month = Given("month") is not { } m ? null : Messages.Month.TryParse(m, out var parsed) ? parsed : throw new Refusal($"'{m}' is no month; write it as 2019-06.");
        short? category = Given("category") is not { } c ? null : short.TryParse(c, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new Refusal($"'{c}' is no category; choose one from the list.");
        var (least, most) = (Percent("least"), Percent("most"));
        if (least >= most)
        {
            throw new Refusal($"No confidence is at least {least} % and below {most} %.");
        }

        return new(
            Given("q"), month, Given("mailbox"), category, OneOf("source", Sources), least, most, Given("domain")?.TrimStart('@').ToLowerInvariant(), OneOf("state", States),
            Given("sort") switch { null or "newest" => Order.Newest, "oldest" => Order.Oldest, "doubt" => Order.Doubt, var s => throw new Refusal($"There is no order '{s}'; there are newest, oldest and doubt.") });

        string? Given(string name) => query[name].ToString().Trim() is { Length: > 0 } text ? text : null;
        int? Percent(string name) => Given(name) is not { } p ? null
            : int.TryParse(p.TrimEnd('%', ' '), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= 100 ? n
            : throw new Refusal($"'{p}' is no confidence; write a whole number from 0 to 100.");
        string? OneOf(string name, IReadOnlyList<string> words) => Given(name) is not { } word || words.Contains(word) ? Given(name)
            : throw new Refusal($"There is no {name} '{word}'; there are {string.Join(", ", words)}.");
    }

    /// <summary>As the address of the list says it.</summary>
    public string Address(string page, params IEnumerable<KeyValuePair<string, string?>> more) => QueryHelpers.AddQueryString(page, Pairs().Concat(more).Where(p => p.Value is not null));

    /// <summary>The values by their names in the address.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Pairs() =>
    [
        new("q", Search),
        new("month", Month?.ToString()),
        new("mailbox", Mailbox),
        new("category", Category?.ToString(CultureInfo.InvariantCulture)),
        new("source", Source),
        new("least", Least?.ToString(CultureInfo.InvariantCulture)),
        new("most", Most?.ToString(CultureInfo.InvariantCulture)),
        new("domain", Domain),
        new("state", State),
        new("sort", Sort == Order.Newest ? null : Sort.ToString().ToLowerInvariant()),
    ];

    /// <summary>In words, for the record of what was selected.</summary>
    public string Describe(IReadOnlyList<CategoryBook.Category> book)
    {
        string?[] parts =
        [
            Search is null ? null : $"search '{Search}'",
            Month is { } m ? $"month {m.Title}" : null,
            Mailbox is null ? null : $"mailbox {Mailbox}",
            Category is null ? null : $"category {book.FirstOrDefault(c => c.Id == Category)?.Name}",
            Source is null ? null : $"decided by {Source}",
            Least is null ? null : $"confidence from {Least} %",
            Most is null ? null : $"confidence below {Most} %",
            Domain is null ? null : $"sender's domain {Domain}",
            State,
        ];
        return parts.OfType<string>().ToList() is { Count: > 0 } given ? string.Join(", ", given) : "all messages";
    }
}
