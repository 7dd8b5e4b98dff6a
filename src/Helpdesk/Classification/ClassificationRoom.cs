using Helpdesk.CommandLine;

namespace Helpdesk.Classification;

/// <summary>text -> category: the model, its training and its judgement.</summary>
static class ClassificationRoom
{
    public static T AddClassification<T>(this T builder) where T : IHostApplicationBuilder
    {
        builder.Services.AddSettings<ClassifierOptions>("Classifier");
        builder.Services.AddSingleton<Classifier>();
        builder.Services.AddSingleton<Retraining>();
        builder.Services.AddSingleton<ModelChange>();
        builder.Services.AddDoctorChecks(ModelDoctor.Checks);
        return builder;
    }

    public static IReadOnlyList<Verb> Verbs() =>
        [ClassificationVerbs.Train(), ClassificationVerbs.Evaluate(), ClassificationVerbs.Classify(), ClassificationVerbs.Explain(), PromotionVerbs.Promote(), PromotionVerbs.Retrain(), RuleVerbs.Rules()];
}
