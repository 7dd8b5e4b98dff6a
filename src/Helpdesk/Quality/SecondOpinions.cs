using Helpdesk.Classification;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Microsoft.Extensions.Options;

namespace Helpdesk.Quality;

/// <summary>What is said of people's answers by models that did not learn from them, where the model in service did.</summary>
/// <remarks>Every training asks each mail of a model fitted without it (cross-validation) and keeps the scores beside the model, by the mail's print; no text.</remarks>
sealed class SecondOpinions(HelpdeskDatabase database, IOptions<ClassifierOptions> classifier)
{
    /// <param name="models">Every model that ever guessed.</param>
    public async Task<Heard> ReadAsync(IReadOnlyList<Month> months, IEnumerable<KnownModel> models, CancellationToken stop)
    {
        Dictionary<string, Opinion> learned;
        try
        {
            learned = models.FirstOrDefault(m => m.InService) is { } model ? await LearnedAsync(model, stop) : [];
        }
        catch (Refusal refusal)
        {
            return new(new Dictionary<long, Opinion>(), $"Answers that the model has learned from are not held against a model without them. {refusal.Message}");
        }

        if (learned.Count == 0)
        {
            return new(new Dictionary<long, Opinion>(), null);
        }

        var answered = await database.ListAsync("""
            select s.message_id, left(encode(m.fingerprint, 'hex'), 24) from message_standings s join messages m on m.id = s.message_id
            where s.month = any($1) and s.source = 'person'
            """, [months.Select(m => m.FirstDay).ToArray()], row => (Message: row.GetInt64(0), Print: row.GetString(1)), stop);
        return new(answered.Where(a => learned.ContainsKey(a.Print)).ToDictionary(a => a.Message, a => learned[a.Print]), null);
    }

    /// <param name="Of">By message, the scores by place; of answers newer than the model there is none, for the guess itself had not seen them.</param>
    /// <param name="Missing">Why none could be had, a sentence; null when they could.</param>
    public sealed record Heard(IReadOnlyDictionary<long, Opinion> Of, string? Missing);

    /// <summary>Scores for one mail, and the mix on which they were calibrated.</summary>
    public sealed record Opinion(double[] Scores, double[] TrainingMix);

    /// <exception cref="Refusal">The model's folder does not hold what it should.</exception>
    async Task<Dictionary<string, Opinion>> LearnedAsync(KnownModel model, CancellationToken stop) =>
        (await OutOfFold.ReadAsync(classifier.Value.Folder, stop)).Where(o => PeoplesAnswers.IsPrint(o.Id)).DistinctBy(o => o.Id, StringComparer.Ordinal)
            .ToDictionary(o => o.Id, o => new Opinion(model.ByPlace(o.Scores, 0, 0), model.TrainingMix), StringComparer.Ordinal);
}
