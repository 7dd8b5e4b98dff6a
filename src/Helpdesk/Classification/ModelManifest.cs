namespace Helpdesk.Classification;

/// <summary>What is written beside a model: what it was made from, with what, and how good it was found.</summary>
sealed record ModelManifest
{
    /// <summary>Changes when an older program could not read the folder.</summary>
    public const int CurrentForm = 2;

    public required int Form { get; init; }

    public required string Version { get; init; }

    /// <summary>The categories by name, in the order of the scores.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>SHA-256 of the training files, in the order given.</summary>
    public required string DataHash { get; init; }

    public required int Mails { get; init; }

    public required IReadOnlyDictionary<string, int> MailsPerLabel { get; init; }

    public required int Seed { get; init; }

    /// <summary>The version of Microsoft.ML that fitted it.</summary>
    public required string MlNet { get; init; }

    /// <summary>The version of this program that trained it.</summary>
    public required string Program { get; init; }

    /// <summary>Chosen by cross-validation.</summary>
    public required Recipe Recipe { get; init; }

    public required Calibration Calibration { get; init; }

    /// <summary>The least confidence at which a guess of each label is counted unseen, by label.</summary>
    public required IReadOnlyDictionary<string, float> LeastConfidence { get; init; }

    /// <summary>The shares of the labels for which these thresholds bound the error of the counts.</summary>
    public required IReadOnlyDictionary<string, double> Mix { get; init; }

    /// <summary>What they bound: mail that strays unseen into or out of a category, as a share of its count.</summary>
    public required double CountBound { get; init; }

    /// <summary>The share of such mail that falls below its threshold and is left to people, as found out of fold.</summary>
    public required double DoubtfulShare { get; init; }

    /// <summary>Out of fold: every mail judged by a model that saw none of its writer's mail and none of its thread.</summary>
    public required Judgement CrossValidation { get; init; }

    /// <summary>The newest fifth judged by a model of the older four; null where the newest fifth has labels the others lack.</summary>
    public required Judgement? NewestFifth { get; init; }

    /// <summary>What a person should know about the mail it was made from, a sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>SHA-256 of each file of the folder, by name.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }
}
