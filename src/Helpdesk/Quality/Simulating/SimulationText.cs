using System.Globalization;
using System.Text;

namespace Helpdesk.Quality.Simulating;

/// <summary>A simulation's result for people.</summary>
static class SimulationText
{
    static string Title(Setting setting) => setting switch
    {
        Setting.Mix => "Only the mix moves",
        Setting.Writers => "New writers from the seventh month on",
        Setting.Topic => "A new topic in an old category from the seventh month on",
        Setting.Shuffled => "The scores of other mails: the model knows nothing",
    };

    /// <summary>Why the figures are better than life where a file is small.</summary>
    public static string? Repeats(int mails, Simulation.Size size) => mails >= size.Mails ? null : string.Create(CultureInfo.InvariantCulture,
        $"The months are drawn with replacement from {mails:N0} mails, so each stands in a month of {size.Mails:N0} about {size.Mails / (double)mails:N1} times; answers are not carried from one copy to another.");

    public static string Of(string model, string file, Simulation.Size size, IEnumerable<string> limits, IReadOnlyList<SimulationResult> results)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Model {model} on {file}: months of {size.Mails:N0} mails in the mixes of a published year, {size.Answers} answers a month ({size.Audit} drawn at random, the rest by the queue), {size.Series} years of thirteen months for each setting.");
        foreach (var limit in limits)
        {
            text.AppendLine(limit);
        }

        foreach (var result in results)
        {
            var width = result.Categories.Append(result.All).Append(result.Changed).Max(r => r.Name.Length);
            text.AppendLine().AppendLine(Title(result.Setting));
            text.AppendLine("Mean error of a cell, in mails: before answers (raw), adjusted, after the queue's answers (printed), after as many random ones");
            text.AppendLine(CultureInfo.InvariantCulture, $"  {"category".PadRight(width)}   mails      raw  adjusted   ratio  printed   random  interval  covers");
            foreach (var row in result.Categories.Append(result.All).Append(result.Changed))
            {
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"  {row.Name.PadRight(width)}  {row.Mails,6:N0}  {row.Raw,7:N1}  {row.Adjusted,8:N1}  {row.Adjusted / Math.Max(row.Raw, 1e-9),6:N2}  {row.Printed,7:N1}  {row.Random,7:N1}  {row.Width,8:N1}  {100 * row.Coverage,4:N1} %");
            }

            text.AppendLine(CultureInfo.InvariantCulture, $"  95 % intervals hold the truth in {100 * result.Coverage:N1} % of the cells{Part("below 30 mails", result.CoverageRare)}{Part("from 300 mails on", result.CoverageLarge)}.");
            text.AppendLine(CultureInfo.InvariantCulture, $"  The printed table is off by {100 * result.PrintedShare:N2} % of the month's mail, summed over its cells; with random answers by {100 * result.RandomShare:N2} %; were the adjusted counts printed, by {100 * result.AdjustedShare:N2} %.");
            text.AppendLine(Promised(result.Settled));
        }

        return text.ToString();
    }

    static string Promised(SimulationResult.Promise settled) => settled.Months == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
        $"  {settled.Months} months were answered on until every cell was firm: {settled.Promised:N0} more answers promised, {settled.Took:N0} taken, on average; off by at most a fifth in {100 * settled.Kept:N0} %. {100 * settled.CellsWithin:N1} % of their printed cells were then truly within 2 mails or 2 %, in {100 * settled.MonthsWithin:N0} % of the months all of them.");

    static string Part(string which, double? coverage) => coverage is { } share ? string.Create(CultureInfo.InvariantCulture, $", {which} in {100 * share:N1} %") : "";
}
