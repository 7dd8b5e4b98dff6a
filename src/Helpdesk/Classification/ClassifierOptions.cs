using System.ComponentModel.DataAnnotations;
using Helpdesk.Database;

namespace Helpdesk.Classification;

/// <summary>Which model answers, and from when on it is believed (section <c>Classifier</c>).</summary>
sealed class ClassifierOptions
{
    /// <summary>The model's folder; a relative path counts from the program's home.</summary>
    [Required]
    public string Model { get; set; } = "models/current";

    /// <summary>A guess below this confidence is doubtful and goes to review; 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double LeastConfidence { get; set; } = 0.6;

    public string Folder => Path.Combine(DataFolder.Home, Model);
}
