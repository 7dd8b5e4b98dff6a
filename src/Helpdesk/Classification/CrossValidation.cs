namespace Helpdesk.Classification;

/// <summary>Asks of every mail what a model says that saw none of its fold.</summary>
static class CrossValidation
{
    /// <summary>Four thousand mails tell the recipes apart; all of fifty thousand would only take longer.</summary>
    const int MostForChoosing = 4_000;

    /// <summary>The finer choices need more, and this loss takes a fifteenth of the other's time.</summary>
    const int MostForRest = 8_000;

    /// <summary>Half a hundredth of accuracy and of macro-F1: what is less may be chance.</summary>
    const double LeastGain = 0.01;

    /// <summary>The margins of each mail, from a model fitted without its fold.</summary>
    public static float[][] OutOfFold(TrainingSet set, IReadOnlyList<MailInput> inputs, Recipe recipe, Action step, CancellationToken stop)
    {
        var margins = new float[inputs.Count][];
        Parallel.For(0, TrainingSet.Folds, new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = Environment.ProcessorCount }, fold =>
        {
            List<int> learn = [.. Enumerable.Range(0, inputs.Count).Where(i => set.Fold[i] != fold)];
            if (learn.Count > 0)
            {
                var model = Fit(set, inputs, learn, recipe);
                foreach (var i in Enumerable.Range(0, inputs.Count).Where(i => set.Fold[i] == fold))
                {
                    margins[i] = model.Margins(inputs[i]);
                }
            }

            step();
        });
        // With one thread or one writer alone a fold has nothing to learn from, and its mail gets no margin either way.
        return [.. margins.Select(m => m ?? new float[set.Labels.Count])];
    }

    /// <summary>The recipe under which accuracy and macro-F1 out of fold are highest together; the firmer one among equals.</summary>
    /// <remarks>Judged as it will answer, calibrated: the biases move guesses between unequal categories, the more the looser the weights.</remarks>
    public static Recipe Choose(TrainingSet set, Action step, CancellationToken stop)
    {
        var few = Worths(set, MostForChoosing, step, stop);
        var best = Best(Recipe.Candidates);
        var rest = Best(Recipe.RestCandidates);
        if (rest.Worth > best.Worth + LeastGain)
        {
            return ChooseRest(set, rest.Recipe, step, stop);
        }

        for (var skipped = 0; skipped < Recipe.RestChanges.Count * TrainingSet.Folds; skipped++)
        {
            step();
        }

        var marked = best.Recipe with { Marks = true };
        // Marks show how a text is written; where that tells nothing they only cost time.
        return few(marked) > best.Worth + LeastGain ? marked : best.Recipe;

        (Recipe Recipe, double Worth) Best(IEnumerable<Recipe> recipes) => recipes.Select(r => (Recipe: r, Worth: few(r))).MaxBy(r => (r.Worth, r.Recipe.Regularization));
    }

    /// <summary>Of the changes each that helps, upon those that helped before.</summary>
    public static Recipe ChooseRest(TrainingSet set, Recipe recipe, Action step, CancellationToken stop)
    {
        var worth = Worths(set, MostForRest, step, stop);
        var best = worth(recipe);
        foreach (var change in Recipe.RestChanges)
        {
            if (worth(change(recipe)) is var changed && changed > best)
            {
                (recipe, best) = (change(recipe), changed);
            }
        }

        return recipe;
    }

    /// <summary>Accuracy and macro-F1 together, out of fold, by recipe; of so many mails at most.</summary>
    static Func<Recipe, double> Worths(TrainingSet set, int most, Action step, CancellationToken stop)
    {
        var few = set.Mails.Count <= most ? set : new TrainingSet([.. set.Mails.Where((_, i) => (long)i * most / set.Mails.Count != (long)(i + 1) * most / set.Mails.Count)]);
        var inputs = few.Inputs(few.NoThreads());
        return recipe =>
        {
            var margins = OutOfFold(few, inputs, recipe, step, stop);
            var judgement = Judge(few, margins, CalibrationFit.Of(margins, few.Truth, recipe));
            return judgement.Accuracy + judgement.MacroF1;
        };
    }

    /// <summary>A model fitted on the mails with these numbers; its margins are worth nothing as probabilities yet.</summary>
    public static TrainedModel Fit(TrainingSet set, IReadOnlyList<MailInput> inputs, IReadOnlyList<int> learn, Recipe recipe)
    {
        var vocabulary = Vocabulary([.. learn.Select(i => inputs[i])], [.. learn.Select(i => set.Truth[i])], set.Labels.Count, recipe);
        var vectorizer = new Vectorizer(vocabulary);
        var fitted = Fit([.. learn.Select(i => new Example(vectorizer.Of(inputs[i]), set.Truth[i], 1f))], set.Labels.Count, vocabulary, recipe);
        return new("", set.Labels, vocabulary, fitted.Weights, fitted.Biases, Calibration.None(set.Labels.Count), []);
    }

    /// <summary>The tokens of these mails, as the recipe takes them.</summary>
    public static Vocabulary Vocabulary(IReadOnlyList<MailInput> mails, IReadOnlyList<int> truth, int labels, Recipe recipe)
    {
        var vocabulary = VocabularyCount.Of(mails, labels, recipe.Marks);
        return recipe.Telling ? TellingTokens.Of(vocabulary, mails, truth, labels) : vocabulary;
    }

    /// <summary>Fits by the trainer that the recipe names.</summary>
    public static Fitted Fit(IReadOnlyList<Example> examples, int labels, Vocabulary vocabulary, Recipe recipe) =>
        recipe.Rest ? RestTrainer.Fit(examples, labels, vocabulary.Blocks, recipe) : LinearTrainer.Fit(examples, labels, vocabulary.Count, recipe);

    public static Judgement Judge(TrainingSet set, IReadOnlyList<float[]> margins, Calibration calibration) =>
        Judgement.Of(set.Labels, [.. margins.Select((m, i) =>
        {
            var p = calibration.Probabilities(m);
            return (set.Truth[i], Best(p), p);
        })]);

    public static int Best(float[] scores) => Array.IndexOf(scores, scores.Max());
}
