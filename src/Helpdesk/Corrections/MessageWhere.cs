using System.Globalization;
using Helpdesk.CommandLine;
using Npgsql;

namespace Helpdesk.Corrections;

/// <summary>The conditions of a list of messages, growing; every value is a parameter.</summary>
/// <param name="withTexts">A condition is about the text <c>t</c>.</param>
sealed class MessageWhere(MessageFilter.Order sort, bool withTexts)
{
    /// <summary><c>doubt</c> is what the list by doubt is ordered by; where nothing was guessed nothing is sure.</summary>
    const string Columns = "s.message_id, s.received_at, s.month, s.mailbox_id, s.category_id, s.source, s.confidence, s.standing, coalesce(s.confidence, 0) as doubt";

    readonly List<string> conditions = [];
    readonly List<object> values = [];
    string? place;

    string OrderBy => sort switch
    {
        MessageFilter.Order.Newest => "order by received_at desc, message_id desc",
        MessageFilter.Order.Oldest => "order by received_at, message_id",
        MessageFilter.Order.Doubt => "order by doubt, message_id",
    };

    string Texts => withTexts ? " left join message_texts t on t.message_id = s.message_id" : "";

    string And => string.Concat(conditions.Select(c => $" and {c}"));

    string From => $"from standings s{Texts} where true{And}";

    /// <summary>The numbers of all.</summary>
    public string Numbers => $"select s.message_id {From} order by s.message_id";

    /// <summary>How many there are, up to <paramref name="most"/>; counted without what only their order needs.</summary>
    /// <param name="ofTexts">The conditions are about the text alone.</param>
    public string Count(int most, bool ofTexts) =>
        $"select count(*)::integer from (select from {(ofTexts ? "message_texts t" : $"message_standings s{Texts}")} where true{And} limit {most}) c";

    /// <summary>The list in its order.</summary>
    /// <remarks>What is only shown of a message is looked up for those that are shown.</remarks>
    public string List(int? most) => Shown($"select {Columns} {From}{(most is null ? "" : $" {OrderBy} limit {most}")}");

    /// <summary>The same list by doubt as far as it is unsure, by index: parked mail, of which nothing was guessed, then guesses.</summary>
    /// <param name="undecided">Only what counts and nobody has decided: the review queue is then walked, and not what people answered, most of the unsure mail of old.</param>
    public string Unsure(int most, bool undecided) => Shown(undecided
        ? $"""
            select {Columns} from review_queue q join standings s on s.message_id = q.message_id{Texts}
            where q.confidence < 0.9::real{Behind("q.confidence, q.message_id")}{And} order by q.confidence, q.message_id limit {most}
            """
        : $"""
            select * from (
                (select {Columns} from standings s join messages m on m.id = s.message_id{Texts} where m.parked and s.confidence is null{And} order by s.message_id limit {most})
                union all
                (select {Columns} from guesses g join standings s on s.message_id = g.message_id{Texts}
                where g.confidence < 0.9::real{Behind("g.confidence, g.message_id")}{And} and not exists (select from guesses n where n.message_id = g.message_id and n.id > g.id)
                order by g.confidence, g.message_id limit {most})
            ) u {OrderBy} limit {most}
            """);

    string Behind(string columns) => place is null ? "" : $" and ({columns}) > {place}";

    string Shown(string messages) => $"""
        select p.message_id, p.received_at, p.month, b.name, coalesce(nullif(t.from_name, ''), t.from_address), lower(split_part(t.from_address, '@', 2)), t.subject,
            p.category_id, p.source, p.confidence, p.standing
        from ({messages}) p join mailboxes b on b.id = p.mailbox_id left join message_texts t on t.message_id = p.message_id
        {OrderBy.Replace("message_id", "p.message_id", StringComparison.Ordinal)}
        """;

    /// <summary>Adds a condition; <c>{0}</c> stands for its value, and a null value is no condition.</summary>
    public void Add(string condition, object? value)
    {
        if (value is not null)
        {
            values.Add(value);
            conditions.Add(string.Format(CultureInfo.InvariantCulture, condition, $"${values.Count}"));
        }
    }

    public void Add(string condition) => conditions.Add(condition);

    /// <summary>The same between two moments that the list cannot leave; they only spare it the search for its beginning.</summary>
    public MessageWhere Within(MessageScope scope)
    {
        var within = Copy();
        within.Add("s.received_at >= {0}", scope.From);
        within.Add("s.received_at < {0}", scope.Until);
        return within;
    }

    /// <summary>The same, starting behind the message where the page before ended.</summary>
    /// <exception cref="Refusal">The address names no such place.</exception>
    public MessageWhere StartBehind(string? after)
    {
        if (after is null)
        {
            return this;
        }

        if (after.Split('_') is not [var at, var last] || !long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || Key(at) is not { } key)
        {
            throw new Refusal("The address of this page is incomplete; start from the first page.");
        }

        var behind = Copy();
        behind.values.AddRange(key, id);
        behind.place = $"(${behind.values.Count - 1}, ${behind.values.Count})";
        behind.conditions.Add(sort switch
        {
            MessageFilter.Order.Newest => $"(s.received_at, s.message_id) < {behind.place}",
            MessageFilter.Order.Oldest => $"(s.received_at, s.message_id) > {behind.place}",
            MessageFilter.Order.Doubt => $"(coalesce(s.confidence, 0), s.message_id) > {behind.place}",
        });
        return behind;
    }

    public NpgsqlCommand Command(NpgsqlConnection connection, string sql)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return command;
    }

    MessageWhere Copy()
    {
        var copy = new MessageWhere(sort, withTexts);
        copy.conditions.AddRange(conditions);
        copy.values.AddRange(values);
        return copy;
    }

    object? Key(string text) => sort == MessageFilter.Order.Doubt
        ? float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var confidence) ? confidence : null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;
}
