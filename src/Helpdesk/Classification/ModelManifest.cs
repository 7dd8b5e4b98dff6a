namespace Helpdesk.Classification;

/// <summary>What is written beside a model: what it was made from, with what, and how good it was found.</summary>
sealed record ModelManifest
{
    /// <summary>Changes when an older program could not read the folder.</summary>
    public const int CurrentForm = 1;

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

    public required Calibration Calibration { get; init; }

    /// <summary>Out of fold: every mail judged by a model that saw none of its writer's mail and none of its thread.</summary>
    public required Judgement CrossValidation { get; init; }

    /// <summary>SHA-256 of each file of the folder, by name.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }
}
