using System.ComponentModel.DataAnnotations;
using Helpdesk.Database;

namespace Helpdesk.Classification;

/// <summary>Which model answers, from when on it is believed, and when another is trained (section <c>Classifier</c>).</summary>
sealed class ClassifierOptions
{
    /// <summary>The model's folder; a relative path counts from the program's home.</summary>
    [Required]
    public string Model { get; set; } = "models/current";

    /// <summary>A guess below this confidence is doubtful in every category; the model's own threshold for the category may ask for more.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Classifier__LeastConfidence must be from 0 to 1.")]
    public double LeastConfidence { get; set; } = 0.6;

    /// <summary>The labelled mail that every new model learns from, beside people's answers.</summary>
    public IList<string> TrainingMail { get; set; } = [];

    /// <summary>The mail that a new model is held against before it may answer; never trained on.</summary>
    [Required]
    public string HeldOutMail { get; set; } = "training-data/held-out.jsonl";

    /// <summary>As many new answers of people as make a new model worth training; 0 trains none.</summary>
    [Range(0, 1_000_000, ErrorMessage = "Classifier__RetrainAfter must be from 0 (never) to 1000000.")]
    public int RetrainAfter { get; set; } = 200;

    public string Folder => AtHome(Model);

    public string HeldOut => AtHome(HeldOutMail);

    public IReadOnlyList<string> Training => [.. (TrainingMail.Count > 0 ? TrainingMail : ["training-data/messages.jsonl"]).Select(AtHome)];

    static string AtHome(string path) => Path.Combine(DataFolder.Home, path);
}
