using System.Globalization;
using Helpdesk.CommandLine;
using Helpdesk.Messages;
using Microsoft.VisualBasic.FileIO;

namespace Helpdesk.Reporting;

/// <summary>A published table read from a CSV file or a workbook of the export's own form.</summary>
/// <param name="Counts">One row for each category, one count for each month.</param>
sealed record TableFile(IReadOnlyList<Month> Months, IReadOnlyList<(string Category, IReadOnlyList<int> Counts)> Counts)
{
    /// <exception cref="Refusal">Names file, line and column of the first thing that is wrong; nothing is imported then.</exception>
    public static TableFile Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new Refusal($"The table {path} does not exist.");
        }

        // A workbook is a ZIP file, whatever its name says.
        using var lines = (IsWorkbook(path) ? SheetLines.Read(path) : CsvLines(path)).GetEnumerator();
        var months = lines.MoveNext() ? Header(lines.Current.Cells, path) : throw NoHeader(path);
        var rows = new List<(string Category, IReadOnlyList<int> Counts)>();
        IReadOnlyList<int>? total = null;
        var totalLine = 0L;
        while (lines.MoveNext())
        {
            var (line, cells) = lines.Current;
            if (cells.Length != months.Count + 1)
            {
                throw new Refusal($"{path}, line {line}: {cells.Length} columns, but the header has {months.Count + 1}.");
            }

            if (total is not null)
            {
                throw new Refusal($"{path}, line {line}: a line behind the total.");
            }

            int[] counts = [.. cells.Skip(1).Select((cell, i) => Count(cell, path, line, months[i]))];
            if (cells[0].Equals("Total", StringComparison.OrdinalIgnoreCase))
            {
                (total, totalLine) = (counts, line);
            }
            else if (rows.Any(r => r.Category == cells[0]))
            {
                throw new Refusal($"{path}, line {line}: the category '{cells[0]}' stands in the table twice.");
            }
            else
            {
                rows.Add((cells[0], counts));
            }
        }

        if (total is null)
        {
            throw new Refusal($"{path}: the last line must be the total; there is none.");
        }

        foreach (var (i, month) in months.Index())
        {
            if (rows.Sum(r => r.Counts[i]) is var sum && sum != total[i])
            {
                throw new Refusal($"{path}, line {totalLine}, column {month}: the total is {total[i]}, but the categories add up to {sum}.");
            }
        }

        return new(months, rows);
    }

    static List<Month> Header(string[] header, string path)
    {
        if (header.Length < 2 || !header[0].Equals("Category", StringComparison.OrdinalIgnoreCase))
        {
            throw NoHeader(path);
        }

        var months = new List<Month>();
        foreach (var cell in header.Skip(1))
        {
            if (!Month.TryParse(cell, out var month))
            {
                throw new Refusal($"{path}, line 1, column {months.Count + 2}: '{cell}' is no month; write it as 2018-06.");
            }

            if (months.Count > 0 && month != months[^1].Add(1))
            {
                throw new Refusal($"{path}, line 1, column {months.Count + 2}: {month} follows {months[^1]}; the months must run on without a gap.");
            }

            months.Add(month);
        }

        return months;
    }

    static IEnumerable<(long Line, string[] Cells)> CsvLines(string path)
    {
        using var parser = new TextFieldParser(path) { Delimiters = [","], HasFieldsEnclosedInQuotes = true, TrimWhiteSpace = true };
        while (!parser.EndOfData)
        {
            var line = parser.LineNumber;
            string[] cells;
            try
            {
                cells = parser.ReadFields()!;
            }
            catch (MalformedLineException e)
            {
                throw new Refusal($"{path}, line {e.LineNumber}: the line is no CSV (a quote does not close).", e);
            }

            yield return (line, cells);
        }
    }

    static bool IsWorkbook(string path)
    {
        using var file = File.OpenRead(path);
        return file.ReadByte() == 'P' && file.ReadByte() == 'K';
    }

    static Refusal NoHeader(string path) => new($"{path}, line 1: the header must be 'Category' and then the months (2018-06, ...).");

    static int Count(string cell, string path, long line, Month month) =>
        int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw new Refusal($"{path}, line {line}, column {month}: '{cell}' is no count; a count is a whole number from 0 up.");
}
