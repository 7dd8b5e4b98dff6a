using Microsoft.ML;

namespace Helpdesk.Classification;

/// <summary>Makes a model from labelled mail, and judges it by mail of writers it did not see.</summary>
/// <remarks>
/// Two rounds of cross-validation. The first answers without the thread; its answers stand in for "the category of the
/// thread so far" in the second, because in service that category is the model's own earlier answer, right or wrong.
/// </remarks>
static class ModelTraining
{
    /// <summary>The newest fifth of the mail, judged by a model of the older four: how a model ages in its first months.</summary>
    const int Parts = 5;

    /// <summary>Trains on <paramref name="mails"/> and writes the model's folder.</summary>
    /// <param name="dataHash">SHA-256 of the training files.</param>
    /// <param name="mix">The shares in which mail will come; null for those of the training mail.</param>
    /// <exception cref="CommandLine.Refusal">A mail has no label, all have the same, or the folder cannot be written.</exception>
    public static async Task<ModelManifest> TrainAsync(IReadOnlyList<MailSample> mails, string dataHash, IReadOnlyDictionary<string, double>? mix, string folder, Action<long, long> progress, CancellationToken stop)
    {
        var notes = TrainingNotes.Of(mails);
        var set = new TrainingSet(mails);
        var rounds = set.HasThreads ? 2 : 1;
        var steps = ((Recipe.Candidates.Count + Recipe.RestCandidates.Count + 1 + Recipe.RestChanges.Count + rounds) * TrainingSet.Folds) + 2;
        var done = 0;
        void Step() => progress(Interlocked.Increment(ref done), steps);

        var recipe = CrossValidation.Choose(set, Step, stop);
        var margins = CrossValidation.OutOfFold(set, set.Inputs(set.NoThreads()), recipe, Step, stop);
        if (set.HasThreads)
        {
            margins = CrossValidation.OutOfFold(set, set.Inputs(set.Earlier(Answers(margins), byPeople: false)), recipe, Step, stop);
        }

        var calibration = CalibrationFit.Of(margins, set.Truth, recipe);
        var judgement = CrossValidation.Judge(set, margins, calibration);
        var shares = mix is null ? CountThresholds.OwnMix(set) : [.. set.Labels.Select(l => mix[l])];
        List<OutOfFold> answers = [.. margins.Select((m, i) => new OutOfFold(set.Mails[i].Id, set.Mails[i].Label!, calibration.Probabilities(m)))];
        var doubts = new CountThresholds([.. answers.Select((a, i) => (set.Truth[i], CrossValidation.Best(a.Scores), a.Scores.Max()))], shares);
        var thresholds = doubts.Choose();

        var newest = NewestFifth(set, recipe, calibration);
        Step();
        var (fitted, vocabulary) = FitAll(set, Answers(margins), recipe);
        Step();
        var manifest = new ModelManifest
        {
            Form = ModelManifest.CurrentForm,
            Version = "",
            Labels = set.Labels,
            DataHash = dataHash,
            Mails = mails.Count,
            MailsPerLabel = mails.CountBy(m => m.Label!).OrderBy(p => p.Key, StringComparer.Ordinal).ToDictionary(),
            Seed = LinearTrainer.Seed,
            MlNet = MlNetVersion(),
            Program = typeof(ModelTraining).Assembly.GetName().Version!.ToString(3),
            Recipe = recipe,
            Calibration = calibration,
            LeastConfidence = set.Labels.Index().ToDictionary(l => l.Item, l => thresholds[l.Index]),
            Mix = set.Labels.Index().ToDictionary(l => l.Item, l => shares[l.Index]),
            CountBound = CountThresholds.Bound,
            DoubtfulShare = doubts.ShareBelow(thresholds),
            CrossValidation = judgement,
            NewestFifth = newest,
            Notes = notes,
            Files = new Dictionary<string, string>(),
        };
        await ModelFolder.SaveAsync(folder, fitted, vocabulary, answers, manifest, stop);
        return await ModelFolder.ManifestAsync(folder, stop);
    }

    static int[] Answers(float[][] margins) => [.. margins.Select(CrossValidation.Best)];

    /// <summary>Fits on everything. A mail behind others in its thread is seen twice at half weight: after the model's answer, and after a person's.</summary>
    static (Fitted Fitted, Vocabulary Vocabulary) FitAll(TrainingSet set, int[] answers, Recipe recipe)
    {
        var guessed = set.Inputs(set.Earlier(answers, byPeople: false));
        var known = set.Inputs(set.Earlier(set.Truth, byPeople: true));
        var vocabulary = CrossValidation.Vocabulary(guessed, set.Truth, set.Labels.Count, recipe).WithPeoplesAnswers();
        var vectorizer = new Vectorizer(vocabulary);
        var examples = new List<Example>();
        for (var i = 0; i < guessed.Count; i++)
        {
            var weight = guessed[i].Earlier is null ? 1f : 0.5f;
            examples.Add(new(vectorizer.Of(guessed[i]), set.Truth[i], weight));
            if (weight < 1f)
            {
                examples.Add(new(vectorizer.Of(known[i]), set.Truth[i], weight));
            }
        }

        return (CrossValidation.Fit(examples, set.Labels.Count, vocabulary, recipe), vocabulary);
    }

    static Judgement? NewestFifth(TrainingSet set, Recipe recipe, Calibration calibration)
    {
        var older = set.Mails.Count * (Parts - 1) / Parts;
        if (set.Truth.Take(older).Distinct().Count() < set.Labels.Count || older == set.Mails.Count)
        {
            return null;
        }

        var inputs = set.Inputs(set.NoThreads());
        var model = CrossValidation.Fit(set, inputs, [.. Enumerable.Range(0, older)], recipe);
        return Judgement.Of(set.Labels, [.. Enumerable.Range(older, set.Mails.Count - older).Select(i =>
        {
            var scores = calibration.Probabilities(model.Margins(inputs[i]));
            return (set.Truth[i], CrossValidation.Best(scores), scores);
        })]);
    }

    static string MlNetVersion() =>
        System.Diagnostics.FileVersionInfo.GetVersionInfo(typeof(MLContext).Assembly.Location).ProductVersion?.Split('+')[0] ?? "unknown";
}
