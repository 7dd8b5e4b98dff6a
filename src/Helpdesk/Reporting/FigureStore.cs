using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Microsoft.Extensions.Options;

namespace Helpdesk.Reporting;

/// <summary>Reads the figures: every output's one source.</summary>
sealed class FigureStore(HelpdeskDatabase database, IOptions<ReportingOptions> options)
{
    /// <summary>The memo lines in their order: the view's standing and the printed name.</summary>
    static readonly (string Standing, string Name)[] NotCounted =
        [("automatic", "Automatic"), ("internal", "Internal"), ("duplicate", "Duplicate deliveries"), ("set aside", "Set aside by staff"), ("parked", "Parked, not yet labelled")];

    /// <summary>The table of <paramref name="months"/> months up to <paramref name="month"/>; null takes the setting's width.</summary>
    /// <exception cref="Refusal">The month has no mail, or was never published.</exception>
    public Task<ReportTable> TableAsync(Month month, int? months, Figures figures, CancellationToken stop) => figures switch
    {
        Figures.Current => CurrentAsync(month.Window(months ?? options.Value.Months), stop),
        Figures.Published => PublishedAsync(month.Window(months ?? options.Value.Months), stop),
    };

    /// <summary>The last month with mail; null in an empty system.</summary>
    public async Task<Month?> LatestMonthAsync(CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand("select max(month) from messages");
        return await command.ExecuteScalarAsync(stop) is DateOnly day ? Month.Of(day) : null;
    }

    async Task<ReportTable> CurrentAsync(IReadOnlyList<Month> months, CancellationToken stop)
    {
        var categories = await CategoriesAsync(stop);
        var counts = new Dictionary<(Month, short?, string), int>();
        await using var command = database.Source.CreateCommand("""
            select month, category_id, standing, sum(count)::integer
            from monthly_counts where month between $1 and $2
            group by month, category_id, standing
            """);
        command.Parameters.AddWithValue(months[0].FirstDay);
        command.Parameters.AddWithValue(months[^1].FirstDay);
        await using (var rows = await command.ExecuteReaderAsync(stop))
        {
            while (await rows.ReadAsync(stop))
            {
                counts[(Month.Of(rows.GetFieldValue<DateOnly>(0)), rows.IsDBNull(1) ? null : rows.GetInt16(1), rows.GetString(2))] = rows.GetInt32(3);
            }
        }

        if (!counts.Keys.Any(k => k.Item1 == months[^1]))
        {
            throw new Refusal(await LatestMonthAsync(stop) is { } latest
                ? $"There is no mail in {months[^1]}; the latest month with any is {latest}."
                : $"There is no mail in {months[^1]}, nor in any other month; run 'helpdesk poll' first.");
        }

        var counted = options.Value.Counted;
        int Sum(Month month, Func<short?, string, bool> which) => counts.Where(c => c.Key.Item1 == month && which(c.Key.Item2, c.Key.Item3)).Sum(c => c.Value);
        ReportTable.Row Row(string name, Func<short?, string, bool> which) => new(name, [.. months.Select(m => (int?)Sum(m, which))]);
        return new(
            Figures.Current,
            months,
            [.. categories.Select(c => Row(c.Name, (category, standing) => category == c.Id && counted.Contains(standing)))],
            [Row("Mail received", (_, _) => true), .. NotCounted.Where(n => !counted.Contains(n.Standing)).Select(n => Row(n.Name, (_, standing) => standing == n.Standing))]);
    }

    async Task<ReportTable> PublishedAsync(IReadOnlyList<Month> months, CancellationToken stop)
    {
        var categories = await CategoriesAsync(stop);
        var counts = new Dictionary<(Month, short), int>();
        await using var command = database.Source.CreateCommand("select month, category_id, count from latest_published_counts where month between $1 and $2");
        command.Parameters.AddWithValue(months[0].FirstDay);
        command.Parameters.AddWithValue(months[^1].FirstDay);
        await using (var rows = await command.ExecuteReaderAsync(stop))
        {
            while (await rows.ReadAsync(stop))
            {
                counts[(Month.Of(rows.GetFieldValue<DateOnly>(0)), rows.GetInt16(1))] = rows.GetInt32(2);
            }
        }

        var published = counts.Keys.Select(k => k.Item1).ToHashSet();
        if (!published.Contains(months[^1]))
        {
            throw new Refusal($"{months[^1]} is not published; import its table with 'helpdesk import table', or show --as current.");
        }

        return new(
            Figures.Published,
            months,
            [.. categories.Select(c => new ReportTable.Row(c.Name, [.. months.Select(m => published.Contains(m) ? counts.GetValueOrDefault((m, c.Id)) : (int?)null)]))],
            []);
    }

    async Task<IReadOnlyList<(short Id, string Name)>> CategoriesAsync(CancellationToken stop)
    {
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        return [.. (await Categories.ReadAsync(connection, stop)).Select(c => (c.Value, c.Key))];
    }
}
