using Helpdesk.Accounts;
using Helpdesk.Database;
using Helpdesk.Messages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Npgsql;

namespace Helpdesk.Corrections;

/// <summary>What people changed: from which guess to which category, and the share of each cell that a person decided.</summary>
[Authorize(Policy = Roles.Analyst)]
sealed class CorrectedModel(HelpdeskDatabase database, CategoryBook categories) : PageModel
{
    /// <summary>A year and a month, as the report's table has.</summary>
    const int MonthsShown = 13;

    /// <param name="Decided">Counted mails of the cell that a person decided, whether they agreed with the guess or not.</param>
    /// <param name="Moved">Of them those that a person moved in from another category.</param>
    public sealed record Cell(int Counted, int Decided, int Moved);

    [BindProperty(SupportsGet = true, Name = "month")]
    public string? Asked { get; set; }

    public Month? Only { get; private set; }

    public string? Refused { get; private set; }

    public IReadOnlyList<CategoryBook.Category> Book { get; private set; } = [];

    public IReadOnlyList<Month> Months { get; private set; } = [];

    public IReadOnlyDictionary<(short Category, Month Month), Cell> Cells { get; private set; } = new Dictionary<(short, Month), Cell>();

    /// <summary>Messages by what was guessed and what a person said.</summary>
    public IReadOnlyDictionary<(short Guessed, short Said), int> Matrix { get; private set; } = new Dictionary<(short, short), int>();

    public async Task OnGetAsync(CancellationToken stop)
    {
        Book = await categories.ReadAsync(stop);
        if (Asked is { Length: > 0 })
        {
            if (!Month.TryParse(Asked, out var month))
            {
                Refused = $"'{Asked}' is no month; write it as 2019-06.";
                Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }

            Only = month;
        }

        await using var connection = await database.Source.OpenConnectionAsync(stop);
        if (await connection.ScalarAsync<DateOnly?>("select max(month) from monthly_figures", [], stop) is not { } latest)
        {
            return;
        }

        var first = Month.Of(latest).Add(1 - MonthsShown).FirstDay;
        await connection.ExecuteAsync("select count_decided($1, $2)", [first, latest], stop);
        await using var read = new NpgsqlCommand("""
            select month, category_id, null::smallint, false, sum(count)::integer
            from monthly_figures
            where month >= $1 and standing = 'counted' and category_id is not null and source is distinct from 'person'
            group by month, category_id
            union all
            select month, said, guessed, true, count from decided_counts where month >= $1
            """, connection) { Parameters = { new() { Value = first } } };
        await using var rows = await read.ExecuteReaderAsync(stop);
        var cells = new Dictionary<(short, Month), Cell>();
        var matrix = new Dictionary<(short, short), int>();
        while (await rows.ReadAsync(stop))
        {
            var (month, said, guessed, decided, count) = (Month.Of(rows.GetFieldValue<DateOnly>(0)), rows.GetInt16(1), rows.ShortOrNull(2), rows.GetBoolean(3), rows.GetInt32(4));
            var cell = cells.GetValueOrDefault((said, month)) ?? new(0, 0, 0);
            cells[(said, month)] = new(cell.Counted + count, cell.Decided + (decided ? count : 0), cell.Moved + (decided && guessed != said ? count : 0));
            if (decided && guessed is { } g && (Only is null || Only == month))
            {
                matrix[(g, said)] = matrix.GetValueOrDefault((g, said)) + count;
            }
        }

        (Cells, Matrix) = (cells, matrix);
        Months = [.. cells.Keys.Select(k => k.Item2).Distinct().Order()];
    }
}
