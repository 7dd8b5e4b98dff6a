namespace Helpdesk.Quality;

/// <summary>How far a month's counts can be trusted, as it is shown, printed as JSON and kept.</summary>
/// <param name="Month">yyyy-MM.</param>
/// <param name="Sentence">The whole of it in a sentence or two.</param>
/// <param name="Limits">What limits the figures, each a sentence.</param>
/// <param name="Noise">Answers that the model contradicts with confidence.</param>
/// <param name="Mix">The share of each category by scores and answers, in print order.</param>
/// <param name="NotToPrint">Why the adjusted counts cannot be printed in the place of the counted ones; null when they can.</param>
/// <param name="Models">The versions of the models whose scores the estimate rests on.</param>
sealed record MonthQuality(
    string Month,
    string Sentence,
    int Mails,
    int Answers,
    IReadOnlyList<MonthQuality.Cell> Cells,
    MonthQuality.Audit Sample,
    MonthQuality.Target Goal,
    Accuracy Accuracy,
    Agreement People,
    DriftWatch.Result Drift,
    IReadOnlyList<LabelNoise.Suspect> Noise,
    IReadOnlyList<string> Limits,
    double[] Mix,
    string? NotToPrint,
    IReadOnlyList<string> Models)
{
    /// <summary>Changes whenever figures of the same mail would come out otherwise; kept estimates of another form are made anew.</summary>
    public const int Form = 3;

    /// <summary>How the adjusted counts are made, for whoever reads a printed one in years.</summary>
    public static readonly string Method = FormattableString.Invariant($"scores adjusted to the month's mix (EMQ), corrected by answers (stratified difference estimator), form {Form}; whole mails by largest remainder");

    /// <param name="ToPrint">The adjusted count in whole mails, so that all of them add up to the month's.</param>
    /// <param name="Limit">What limits this cell's figures; null when nothing does.</param>
    public sealed record Cell(string Key, string Category, int Raw, int Printed, double Adjusted, int ToPrint, int Low, int High, int MayBeOff, double Tolerance, bool Firm, string? Limit);

    /// <summary>The month's audit sample.</summary>
    /// <param name="Drawn">0 when none was drawn.</param>
    public sealed record Audit(int Drawn, int Answered);

    /// <summary>Every cell within 2 mails or 2 %.</summary>
    /// <param name="More">About how many more answers; null when nobody can say.</param>
    /// <param name="SettledAfter">With how many answers the target was reached first.</param>
    public sealed record Target(int DoubtfulCells, int? More, int? SettledAfter);
}
