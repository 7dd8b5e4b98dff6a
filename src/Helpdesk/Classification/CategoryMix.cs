using System.Globalization;
using Helpdesk.CommandLine;

namespace Helpdesk.Classification;

/// <summary>The shares of the categories in the mail to come, taken from a published table.</summary>
static class CategoryMix
{
    /// <summary>Sums each row of a table in the form of the published one: a heading, then a category and its counts on each line.</summary>
    /// <exception cref="Refusal">The file is missing, a line has no counts, or a label has no line.</exception>
    public static async Task<IReadOnlyDictionary<string, double>> ReadAsync(string file, IEnumerable<string> labels, CancellationToken stop)
    {
        if (!File.Exists(file))
        {
            throw new Refusal($"The table {file} does not exist.");
        }

        var sums = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (number, line) in (await File.ReadAllLinesAsync(file, stop)).Index().Skip(1))
        {
            if (line.Trim().Length > 0)
            {
                var (name, counts) = Row(line, $"{file}, line {number + 1}");
                sums[name] = counts;
            }
        }

        if (labels.FirstOrDefault(l => !sums.ContainsKey(l)) is { } missing)
        {
            throw new Refusal($"The table {file} has no line for '{missing}', which the training mail has; add the line or leave --mix out.");
        }

        return Shares(labels.ToDictionary(l => l, l => sums[l]));
    }

    /// <summary>Counts as shares; a category that was never seen is taken to come once.</summary>
    public static IReadOnlyDictionary<string, double> Shares(IReadOnlyDictionary<string, double> counts)
    {
        var all = counts.Values.Sum(c => Math.Max(c, 1));
        return counts.ToDictionary(c => c.Key, c => Math.Max(c.Value, 1) / all);
    }

    static (string Name, double Counts) Row(string line, string where)
    {
        // The name alone may be quoted; the counts never are.
        var quoted = line.StartsWith('"') ? line.IndexOf('"', 1) : -1;
        var end = quoted > 0 ? quoted + 1 : line.IndexOf(',');
        var sum = 0.0;
        foreach (var cell in end < 0 ? [] : line[(end + 1)..].Split(',', StringSplitOptions.TrimEntries))
        {
            sum += double.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? count
                : throw new Refusal($"{where}: '{cell}' is no count.");
        }

        return end < 0 ? throw new Refusal($"{where}: a category and its counts are wanted, with commas between.") : (line[..end].Trim('"', ' '), sum);
    }
}
