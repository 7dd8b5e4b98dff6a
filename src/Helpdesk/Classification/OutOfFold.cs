using System.Globalization;
using System.Text;
using System.Text.Json;
using Helpdesk.CommandLine;

namespace Helpdesk.Classification;

/// <summary>What a model says of a training mail that it did not learn from: the ground of its calibration, and of every estimate of its errors.</summary>
/// <param name="Id">The mail's.</param>
/// <param name="Label">The category that a person gave it.</param>
/// <param name="Scores">The calibrated probability of every category, in the order of the manifest's labels.</param>
sealed record OutOfFold(string Id, string Label, float[] Scores)
{
    public const string File = "out-of-fold.jsonl";

    /// <summary>One JSON object a line; five digits are more than the scores are good for.</summary>
    public static string Written(IEnumerable<OutOfFold> answers)
    {
        var text = new StringBuilder();
        foreach (var answer in answers)
        {
            text.Append(MessageFile.Line(answer with { Scores = [.. answer.Scores.Select(s => MathF.Round(s, 5))] })).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Reads them from a model's folder.</summary>
    /// <exception cref="Refusal">The file is missing or was changed since the model was made.</exception>
    public static async Task<IReadOnlyList<OutOfFold>> ReadAsync(string folder, CancellationToken stop)
    {
        var bytes = await ModelFolder.BytesAsync(folder, File, await ModelFolder.ManifestAsync(folder, stop), stop);
        return [.. Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, i) =>
            JsonSerializer.Deserialize<OutOfFold>(line, JsonSerializerOptions.Web) ?? throw new Refusal(string.Create(CultureInfo.InvariantCulture, $"Line {i + 1} of {File} of the model in {folder} says null; train it anew.")))];
    }
}
