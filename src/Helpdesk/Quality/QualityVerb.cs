using System.CommandLine;
using System.Globalization;
using System.Text;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Helpdesk.Quality.Topics;

namespace Helpdesk.Quality;

/// <summary><c>quality</c>: how far a month's counts can be trusted, for people and for programs.</summary>
static class QualityVerb
{
    public static Verb Quality()
    {
        var month = new Option<string>("--month") { Description = "The month.", HelpName = "yyyy-MM", Required = true };
        var draw = new Option<bool>("--draw") { Description = "Draws the audit sample first, if the month has none." };
        var json = new Option<bool>("--json") { Description = "The answer as JSON." };
        return new("quality", "Says how far a month's counts can be trusted.", async (run, stop) =>
        {
            if (!Month.TryParse(run.Value(month), out var asked))
            {
                throw new Refusal($"--month is '{run.Value(month)}', which is no month; write it as 2019-06.");
            }

            await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            if (run.Value(draw))
            {
                await run.Get<AuditStore>().DrawAsync(asked, stop);
            }

            var quality = await run.Get<QualityBook>().ReadAsync(asked, stop);
            var topics = await run.Get<TopicWatch>().ReadAsync(asked, stop);
            if (run.Value(json))
            {
                await run.WriteJsonAsync(new { quality.Month, quality.Sentence, quality.Limits, quality.Mails, quality.Answers, quality.Cells, quality.NotToPrint, quality.Sample, quality.Goal, quality.Accuracy, quality.People, quality.Drift, topics.Language, topics.Topics, quality.Noise });
            }
            else
            {
                await run.Out.WriteAsync(Text(quality, topics));
            }

            return 0;
        }) { month, draw, json };
    }

    static string Text(MonthQuality quality, TopicWatch.Reading topics)
    {
        var text = new StringBuilder();
        text.AppendLine(quality.Sentence);
        foreach (var limit in quality.Limits)
        {
            text.AppendLine(limit);
        }

        var width = quality.Cells.Max(c => c.Category.Length);
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{"category".PadRight(width)}  printed     raw  adjusted  95 % interval   may be off  right when guessed");
        foreach (var (cell, accuracy) in quality.Cells.Zip(quality.Accuracy.ByGuess))
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{cell.Category.PadRight(width)}  {cell.Printed,7:N0}  {cell.Raw,6:N0}  {cell.Adjusted,8:N1}  {$"{cell.Low:N0} to {cell.High:N0}",13}  {(cell.Firm ? "firm" : $"{cell.MayBeOff:N0}"),11}  {Share(accuracy)}{(cell.Limit is null ? "" : " *")}");
        }

        if (quality.Cells.FirstOrDefault(c => c.Limit is not null) is { } limited)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"* {limited.Limit}");
        }

        text.AppendLine(QualitySentences.Printing(quality));

        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Right in all: {Share(quality.Accuracy.Overall)}. Two people agree: {Share(quality.People.Same)}.");
        text.AppendLine(quality.Drift.Sentence).AppendLine(topics.Language.Sentence);
        foreach (var topic in topics.Topics)
        {
            text.AppendLine(topic.Sentence);
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"{quality.Noise.Count} answer{(quality.Noise.Count == 1 ? "" : "s")} of people contradicted by sure scores{(quality.Noise.Count == 0 ? "." : ":")}");
        foreach (var suspect in quality.Noise)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  message {suspect.Message}: a person said {suspect.Answer}, the model {suspect.Guess} with {suspect.Percent:N1} %{(suspect.Learned ? ", asked before it learned that answer" : "")}");
        }

        return text.ToString();
    }

    static string Share(ExactInterval share) => share.Share is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * known:N0} % ({100 * share.Low:N0} to {100 * share.High:N0} %, {share.Seen} answers)")
        : "not known, no answer";
}
