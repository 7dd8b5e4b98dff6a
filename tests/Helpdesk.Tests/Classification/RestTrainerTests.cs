using System.Text.Json;
using Helpdesk.Classification;
using Helpdesk.Demo;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Classification;

/// <summary>Each category against all the rest: the weights are the best there are, and where <c>train</c> chooses them they answer like any other model.</summary>
public sealed class RestTrainerTests
{
    [Theory]
    [InlineData(0.5f)]
    [InlineData(0.75f)]
    public void No_other_weights_are_better(float lift)
    {
        const int Labels = 19, Tokens = 60;
        const float Regularization = 0.5f;
        var chance = new Random(3);
        List<Example> examples = [.. Enumerable.Range(0, 300).Select(i =>
        {
            int[] places = [.. Enumerable.Range(0, Tokens).Where(_ => chance.Next(8) == 0)];
            return new Example(new(places, [.. places.Select(_ => chance.NextSingle())]), chance.Next(4) == 0 ? chance.Next(Labels) : places.Sum() % Labels, i % 3 == 0 ? 0.5f : 1f);
        })];

        var fitted = RestTrainer.Fit(examples, Labels, new FeatureBlock[Tokens], new(Regularization, Rest: true, Lift: lift));
        // Together as heavy as by the root, whatever the lift.
        var even = examples.Sum(e => e.Weight * Math.Pow(Rarity(e), 0.5)) / examples.Sum(e => e.Weight * Math.Pow(Rarity(e), lift));

        var now = Cost(fitted.Weights, fitted.Biases);
        var (weights, biases) = Slope(fitted.Weights, fitted.Biases);
        // Down the steepest way there is hardly anything to gain, however far one goes.
        Assert.All(Enumerable.Range(0, 24), i =>
        {
            var step = MathF.Pow(2, -i);
            Assert.InRange(Cost([.. fitted.Weights.Zip(weights, (w, s) => w - (step * s))], [.. fitted.Biases.Zip(biases, (b, s) => b - (step * s))]) / now, 0.995, double.MaxValue);
        });
        Assert.InRange(Cost(new float[Labels * Tokens], new float[Labels]) / now, 1.2, double.MaxValue);
        Assert.Equal(fitted.Weights, RestTrainer.Fit(examples, Labels, new FeatureBlock[Tokens], new(Regularization, Rest: true, Lift: lift)).Weights);

        float Margin(float[] w, float[] b, SparseVector mail, int label) => b[label] + mail.Places.Zip(mail.Values).Sum(t => t.Second * w[(t.First * Labels) + label]);

        double Rarity(Example e) => examples.Sum(o => o.Weight) / Labels / examples.Where(o => o.Label == e.Label).Sum(o => o.Weight);

        float Worth(Example e) => (float)(e.Weight * even * Math.Pow(Rarity(e), lift));

        double Cost(float[] w, float[] b) => (Regularization / 2 * (w.Sum(v => (double)v * v) + b.Sum(v => (double)v * v)))
            + examples.Sum(e => Worth(e) * Enumerable.Range(0, Labels).Sum(l => Math.Pow(Math.Max(0, 1 - ((e.Label == l ? 1 : -1) * Margin(w, b, e.Vector, l))), 2)));

        (float[] Weights, float[] Biases) Slope(float[] w, float[] b)
        {
            float[] weights = [.. w.Select(v => Regularization * v)];
            float[] biases = [.. b.Select(v => Regularization * v)];
            foreach (var (e, l) in examples.SelectMany(e => Enumerable.Range(0, Labels).Select(l => (e, l))))
            {
                var sign = e.Label == l ? 1 : -1;
                var pull = 2 * Worth(e) * sign * Math.Max(0, 1 - (sign * Margin(w, b, e.Vector, l)));
                biases[l] -= pull;
                foreach (var (token, value) in e.Vector.Places.Zip(e.Vector.Values))
                {
                    weights[(token * Labels) + l] -= pull * value;
                }
            }

            return (weights, biases);
        }
    }

    [Fact]
    public async Task A_folder_of_such_a_model_answers_what_was_fitted_and_is_the_same_bytes_each_time()
    {
        using var folder = new TemporaryFolder("helpdesk-rest-");
        var stop = TestContext.Current.CancellationToken;
        var lesson = await Lessons.SomeAsync(each: 20);
        var set = new TrainingSet(lesson);
        var inputs = set.Inputs(set.NoThreads());
        var vocabulary = VocabularyCount.Of(inputs, set.Labels.Count, marks: false);
        var vectorizer = new Vectorizer(vocabulary);
        var recipe = new Recipe(1f, Rest: true);
        var manifest = (await Lessons.TrainAsync(lesson, Path.Combine(folder.Path, "other"))) with { Recipe = recipe };
        string[] names = ["one", "two"];
        foreach (var name in names)
        {
            var fitted = CrossValidation.Fit([.. inputs.Select((mail, i) => new Example(vectorizer.Of(mail), set.Truth[i], 1f))], set.Labels.Count, vocabulary, recipe);
            await ModelFolder.SaveAsync(Path.Combine(folder.Path, name), fitted, vocabulary, [], manifest, stop);
        }

        var output = Path.Combine(folder.Path, "answers.jsonl");
        (await HelpdeskRun.OnAsync(null, [], "classify", "--data", await Lessons.WriteAsync(folder.Path, "lesson", lesson), "--output", output, "--model", Path.Combine(folder.Path, "one"))).Succeeded();

        var truth = lesson.ToDictionary(m => m.Id, m => m.Label);
        var answers = (await File.ReadAllLinesAsync(output, stop)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.InRange(answers.Count(a => a.GetProperty("category").GetString() == truth[a.GetProperty("id").GetString()!]), lesson.Count * 0.95, lesson.Count);
        foreach (var same in ModelFolder.Files)
        {
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(folder.Path, "one", same), stop), await File.ReadAllBytesAsync(Path.Combine(folder.Path, "two", same), stop));
        }
    }
}
