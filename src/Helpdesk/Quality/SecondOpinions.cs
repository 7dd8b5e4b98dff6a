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
    /// <returns>By message, the scores by place; of answers newer than the model there is none, for the guess itself had not seen them.</returns>
    public async Task<IReadOnlyDictionary<long, Opinion>> ReadAsync(IReadOnlyList<Month> months, IEnumerable<KnownModel> models, CancellationToken stop)
    {
        var learned = models.FirstOrDefault(m => m.InService) is { } model ? await LearnedAsync(model, stop) : [];
        if (learned.Count == 0)
        {
            return new Dictionary<long, Opinion>();
        }

        var answered = await database.ListAsync("""
            select s.message_id, left(encode(m.fingerprint, 'hex'), 24) from message_standings s join messages m on m.id = s.message_id
            where s.month = any($1) and s.source = 'person'
            """, [months.Select(m => m.FirstDay).ToArray()], row => (Message: row.GetInt64(0), Print: row.GetString(1)), stop);
        return answered.Where(a => learned.ContainsKey(a.Print)).ToDictionary(a => a.Message, a => learned[a.Print]);
    }

    /// <summary>Scores for one mail, and the mix on which they were calibrated.</summary>
    public sealed record Opinion(double[] Scores, double[] TrainingMix);

    async Task<Dictionary<string, Opinion>> LearnedAsync(KnownModel model, CancellationToken stop)
    {
        try
        {
            return (await OutOfFold.ReadAsync(classifier.Value.Folder, stop)).Where(o => PeoplesAnswers.IsPrint(o.Id)).DistinctBy(o => o.Id, StringComparer.Ordinal)
                .ToDictionary(o => o.Id, o => new Opinion(model.ByPlace(o.Scores, 0, 0), model.TrainingMix), StringComparer.Ordinal);
        }
        catch (Refusal)
        {
            return []; // 'doctor' names a model whose files are broken; the guesses stand beside the answers all the same
        }
    }
}
