using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Helpdesk.Classification;

/// <summary>Fits one weight for each token and category: a linear model with smoothed hinge loss, by ML.NET's SDCA.</summary>
/// <remarks>Seed, one thread, no shuffle: the same mails in the same order give the same weights (dotnet/machinelearning #5434).</remarks>
static class LinearTrainer
{
    public const int Seed = 20190705;

    /// <summary>More passes change the third decimal of the scores and nothing else.</summary>
    const int Passes = 40;

    /// <summary>One mail as ML.NET sees it; the label is a key, the features hold only tokens.</summary>
    sealed class Row
    {
        public uint Label { get; set; }

        public VBuffer<float> Features { get; set; }

        public float Weight { get; set; }
    }

    /// <summary>Fits to labels numbered from 0; a rare label's mails weigh more, by the square root of its rarity.</summary>
    public static Fitted Fit(IReadOnlyList<Example> examples, int labels, int tokens, Recipe recipe)
    {
        var context = new MLContext(Seed);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Label)].ColumnType = new KeyDataViewType(typeof(uint), labels);
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, tokens);
        var sizes = new float[labels];
        foreach (var example in examples)
        {
            sizes[example.Label] += example.Weight;
        }

        var mean = sizes.Sum() / labels;
        var rows = context.Data.LoadFromEnumerable(examples.Select(e => new Row
        {
            Label = (uint)e.Label, // LoadFromEnumerable counts keys from 0
            Features = new VBuffer<float>(tokens, e.Vector.Places.Length, e.Vector.Values, e.Vector.Places),
            Weight = e.Weight * MathF.Sqrt(mean / sizes[e.Label]),
        }), schema);
        var trainer = context.MulticlassClassification.Trainers.SdcaNonCalibrated(new SdcaNonCalibratedMulticlassTrainer.Options
        {
            Loss = new SmoothedHingeLoss(),
            ExampleWeightColumnName = nameof(Row.Weight),
            L2Regularization = recipe.Regularization / examples.Count,
            L1Regularization = 0f,
            MaximumNumberOfIterations = Passes,
            ConvergenceTolerance = 1e-4f,
            NumberOfThreads = 1,
            Shuffle = false,
        });
        var model = trainer.Fit(rows);
        var (weights, biases) = Weights(model);
        return new(weights, biases, path => context.Model.Save(model, rows.Schema, path));
    }

    /// <summary>The weights of a fitted or loaded model, token by token: <c>[token x labels + label]</c>, then one bias for each label.</summary>
    public static (float[] Weights, float[] Biases) Weights(ITransformer model)
    {
        var parameters = (model as ISingleFeaturePredictionTransformer<object>)?.Model as LinearMulticlassModelParameters
            ?? throw new InvalidDataException("not a linear multi-class model");
        VBuffer<float>[]? byLabel = null;
        parameters.GetWeights(ref byLabel, out var labels);
        var width = byLabel[0].Length;
        var weights = new float[width * labels];
        for (var label = 0; label < labels; label++)
        {
            foreach (var (token, value) in byLabel[label].Items())
            {
                weights[(token * labels) + label] = value;
            }
        }

        return (weights, [.. parameters.GetBiases()]);
    }
}
