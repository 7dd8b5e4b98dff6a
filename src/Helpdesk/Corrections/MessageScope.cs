using System.Globalization;
using Helpdesk.Messages;
using Npgsql;

namespace Helpdesk.Corrections;

/// <summary>What the kept figures say of a filter before any message is read: how many messages it can show at most, and when these came.</summary>
/// <param name="Messages">Exactly, as far as month, mailbox, category, source and standing go.</param>
/// <param name="From">Nothing came before; null where the filter says nothing of what the figures know.</param>
/// <param name="Until">Nothing came at or after.</param>
/// <remarks>Without it a list begins at the newest message, however many years lie between that and the first one that fits.</remarks>
sealed record MessageScope(long Messages, DateTime? From, DateTime? Until)
{
    /// <summary>Two days: a month is cut in the reporting zone, whose clocks are up to fourteen hours from UTC, and the zone may have been another one then.</summary>
    static readonly TimeSpan Slack = TimeSpan.FromDays(2);

    /// <summary>The figures know all that the filter asks for.</summary>
    public static bool Covers(MessageFilter filter) => filter is { Search: null, Least: null, Most: null, Domain: null } && (filter.State is null || IsStanding(filter));

    public static async Task<MessageScope> ReadAsync(NpgsqlConnection connection, MessageFilter filter, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        var conditions = new List<string> { "standing not like 'duplicate%'" };
        Add("month = {0}", filter.Month?.FirstDay);
        Add("mailbox_id = (select id from mailboxes where name = {0})", filter.Mailbox);
        Add("category_id = {0}", filter.Category);
        Add("source = {0}", filter.Source);
        Add("standing = {0}", IsStanding(filter) ? filter.State : null);
        command.CommandText = $"select coalesce(sum(count), 0)::bigint, min(month), max(month) from monthly_figures where {string.Join(" and ", conditions)}";
        await using var row = await command.ExecuteReaderAsync(stop);
        await row.ReadAsync(stop);
        return conditions.Count == 1 || row.IsDBNull(1)
            ? new(row.GetInt64(0), null, null)
            : new(row.GetInt64(0), Start(Month.Of(row.GetFieldValue<DateOnly>(1))) - Slack, Start(Month.Of(row.GetFieldValue<DateOnly>(2)).Add(1)) + Slack);

        void Add(string condition, object? value)
        {
            if (value is not null)
            {
                command.Parameters.Add(new() { Value = value });
                conditions.Add(string.Format(CultureInfo.InvariantCulture, condition, $"${command.Parameters.Count}"));
            }
        }

        static DateTime Start(Month month) => month.FirstDay.ToDateTime(default, DateTimeKind.Utc);
    }

    static bool IsStanding(MessageFilter filter) => filter.State is not (null or "doubtful" or "noted");
}
