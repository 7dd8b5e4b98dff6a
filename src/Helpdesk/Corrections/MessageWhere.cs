using System.Globalization;
using Helpdesk.CommandLine;
using Npgsql;

namespace Helpdesk.Corrections;

/// <summary>The conditions of a list of messages, growing; every value is a parameter.</summary>
sealed class MessageWhere(MessageFilter.Order sort)
{
    readonly List<string> conditions = [];
    readonly List<object> values = [];

    public string From => "from standings s join mailboxes b on b.id = s.mailbox_id left join message_texts t on t.message_id = s.message_id"
        + (conditions.Count == 0 ? "" : " where " + string.Join(" and ", conditions));

    public string OrderBy => sort switch
    {
        MessageFilter.Order.Newest => "order by s.received_at desc, s.message_id desc",
        MessageFilter.Order.Oldest => "order by s.received_at, s.message_id",
        MessageFilter.Order.Doubt => "order by coalesce(s.confidence, 0), s.message_id",
    };

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

    /// <summary>The same, starting behind the message where the page before ended.</summary>
    /// <exception cref="Refusal">The address names no such place.</exception>
    public MessageWhere StartBehind(string? after)
    {
        if (after is null)
        {
            return this;
        }

        var behind = new MessageWhere(sort);
        behind.conditions.AddRange(conditions);
        behind.values.AddRange(values);
        if (after.Split('_') is not [var at, var last] || !long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || Key(at) is not { } key)
        {
            throw new Refusal("The address of this page is incomplete; start from the first page.");
        }

        behind.values.AddRange(key, id);
        var (a, b) = ($"${behind.values.Count - 1}", $"${behind.values.Count}");
        behind.conditions.Add(sort switch
        {
            MessageFilter.Order.Newest => $"(s.received_at, s.message_id) < ({a}, {b})",
            MessageFilter.Order.Oldest => $"(s.received_at, s.message_id) > ({a}, {b})",
            MessageFilter.Order.Doubt => $"(coalesce(s.confidence, 0), s.message_id) > ({a}, {b})",
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

    object? Key(string text) => sort == MessageFilter.Order.Doubt
        ? float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var confidence) ? confidence : null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;
}
