using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Helpdesk.CommandLine;
using Helpdesk.Text;
using Microsoft.ML;

namespace Helpdesk.Classification;

/// <summary>Makes a model from labelled mail, and judges it by mail of writers it did not see.</summary>
/// <remarks>
/// Two rounds of cross-validation. The first answers without the thread; its answers stand in for "the category of the
/// thread so far" in the second, because in service that category is the model's own earlier answer, right or wrong.
/// </remarks>
sealed class ModelTraining
{
    const int Folds = 5;

    readonly Recipe recipe = new();
    readonly IReadOnlyList<MailSample> mails;
    readonly IReadOnlyList<MailText> texts;
    readonly IReadOnlyList<string> labels;
    readonly int[] truth;
    readonly int[] folds;

    ModelTraining(IReadOnlyList<MailSample> given)
    {
        mails = [.. given.OrderBy(m => m.Date)];
        texts = [.. mails.Select(m => MailText.From(m.Body))];
        labels = [.. mails.Select(m => m.Label!).Distinct().Order(StringComparer.Ordinal)];
        var numbers = labels.Index().ToDictionary(l => l.Item, l => l.Index);
        truth = [.. mails.Select(m => numbers[m.Label!])];
        folds = FoldsOf(mails);
    }

    /// <summary>Trains on <paramref name="mails"/> and writes the model's folder.</summary>
    /// <param name="dataHash">SHA-256 of the training files.</param>
    /// <exception cref="Refusal">A mail has no label, or all have the same.</exception>
    public static async Task<ModelManifest> TrainAsync(IReadOnlyList<MailSample> mails, string dataHash, string folder, Action<long, long> progress, CancellationToken stop)
    {
        if (mails.FirstOrDefault(m => string.IsNullOrWhiteSpace(m.Label)) is { } unlabelled)
        {
            throw new Refusal($"The mail '{unlabelled.Id}' has no label; every training mail needs one.");
        }

        if (mails.Select(m => m.Label).Distinct().Count() < 2)
        {
            throw new Refusal("The training mail has fewer than two labels; there is nothing to tell apart.");
        }

        return await new ModelTraining(mails).TrainAsync(dataHash, folder, progress, stop);
    }

    async Task<ModelManifest> TrainAsync(string dataHash, string folder, Action<long, long> progress, CancellationToken stop)
    {
        var done = 0;
        void Step() => progress(Interlocked.Increment(ref done), (2 * Folds) + 1);

        var first = OutOfFold(new string?[mails.Count], Step, stop);
        var second = OutOfFold(EarlierBy(first), Step, stop);
        var calibration = Calibration.Fit(second, truth);
        var inputs = Inputs(EarlierBy(second));
        var vocabulary = VocabularyCount.Of(inputs);
        var vectorizer = new Vectorizer(vocabulary, recipe);
        var (model, schema, context) = LinearTrainer.Fit([.. inputs.Select(vectorizer.Of)], truth, labels.Count, vocabulary.Count, recipe);
        Step();

        var judgement = Judgement.Of(labels, [.. second.Select((m, i) => (truth[i], Best(m, calibration), calibration.Probabilities(m)))]);
        var (weights, biases) = LinearTrainer.Weights(model);
        var version = Convert.ToHexStringLower(SHA256.HashData([.. MemoryMarshal.AsBytes<float>(weights), .. MemoryMarshal.AsBytes<float>(biases)]))[..12];
        ModelManifest? manifest = null;
        await ModelFolder.SaveAsync(folder, model, schema, context, vocabulary, files => manifest = new ModelManifest
        {
            Form = ModelManifest.CurrentForm,
            Version = version,
            Labels = labels,
            DataHash = dataHash,
            Mails = mails.Count,
            MailsPerLabel = mails.CountBy(m => m.Label!).OrderBy(p => p.Key, StringComparer.Ordinal).ToDictionary(),
            Seed = LinearTrainer.Seed,
            MlNet = typeof(MLContext).Assembly.GetName().Version!.ToString(3),
            Calibration = calibration,
            CrossValidation = judgement,
            Files = files,
        }, stop);
        return manifest!;
    }

    /// <summary>The margins of every mail from a model fitted without its fold.</summary>
    float[][] OutOfFold(string?[] earlier, Action step, CancellationToken stop)
    {
        var inputs = Inputs(earlier);
        var margins = new float[mails.Count][];
        Parallel.For(0, Folds, new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = Environment.ProcessorCount }, fold =>
        {
            var learn = Enumerable.Range(0, mails.Count).Where(i => folds[i] != fold).ToList();
            var vocabulary = VocabularyCount.Of(learn.Select(i => inputs[i]));
            var vectorizer = new Vectorizer(vocabulary, recipe);
            var (model, _, _) = LinearTrainer.Fit([.. learn.Select(i => vectorizer.Of(inputs[i]))], [.. learn.Select(i => truth[i])], labels.Count, vocabulary.Count, recipe);
            var (weights, biases) = LinearTrainer.Weights(model);
            var fitted = new TrainedModel("", labels, vocabulary, recipe, weights, biases, Calibration.None(labels.Count));
            foreach (var i in Enumerable.Range(0, mails.Count).Where(i => folds[i] == fold))
            {
                margins[i] = fitted.Margins(inputs[i]);
            }

            step();
        });
        return margins;
    }

    MailInput[] Inputs(string?[] earlier) =>
        [.. mails.Select((m, i) => new MailInput(m.Subject, texts[i], m.Attachments, m.From, m.To, m.Automatic, earlier[i] is { } e ? new(e, false) : null))];

    /// <summary>For each mail the answered category of the mail before it in its thread.</summary>
    string?[] EarlierBy(float[][] margins)
    {
        var earlier = new string?[mails.Count];
        var latest = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < mails.Count; i++)
        {
            if (mails[i].Thread is { } thread)
            {
                earlier[i] = latest.GetValueOrDefault(thread);
                latest[thread] = labels[Array.IndexOf(margins[i], margins[i].Max())];
            }
        }

        return earlier;
    }

    static int Best(float[] margins, Calibration calibration)
    {
        var p = calibration.Probabilities(margins);
        return Array.IndexOf(p, p.Max());
    }

    /// <summary>By writer where there are at least as many as folds, else by thread: what is judged was never learned.</summary>
    static int[] FoldsOf(IReadOnlyList<MailSample> mails)
    {
        var byWriter = mails.All(m => m.Writer is not null) && mails.DistinctBy(m => m.Writer).Count() >= Folds;
        var fold = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. mails.Select(m =>
        {
            var group = byWriter ? m.Writer! : m.Thread ?? m.Id;
            if (!fold.TryGetValue(group, out var number))
            {
                fold.Add(group, number = fold.Count % Folds);
            }

            return number;
        })];
    }
}
