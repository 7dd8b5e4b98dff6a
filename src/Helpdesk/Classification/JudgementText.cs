using System.Globalization;
using System.Text;

namespace Helpdesk.Classification;

/// <summary>A judgement as a table for people.</summary>
static class JudgementText
{
    public static string Of(string title, Judgement j)
    {
        var text = new StringBuilder();
        var width = Math.Max(8, j.Labels.Max(l => l.Length));
        text.AppendLine(CultureInfo.InvariantCulture, $"{title}: {j.Mails:N0} mails, accuracy {j.Accuracy:F3}, macro-F1 {j.MacroF1:F3}, log-loss {j.LogLoss:F3}, calibration error {j.CalibrationError:F3}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {"category".PadRight(width)}  mails  answered  precision  recall     F1");
        foreach (var c in j.Categories)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {c.Name.PadRight(width)}  {c.Mails,5}  {c.Answered,8}  {c.Precision,9:F3}  {c.Recall,6:F3}  {c.F1,5:F3}");
        }

        return text.ToString();
    }

    /// <summary>Rows are the truth, columns the answer, both numbered as in the list of categories.</summary>
    public static string Confusion(Judgement j)
    {
        var text = new StringBuilder("Confusion (row = truth, column = answer):").AppendLine();
        var width = Math.Max(8, j.Labels.Max(l => l.Length)) + 4;
        text.Append(' ', width + 2);
        foreach (var (i, _) in j.Labels.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"{i + 1,5}");
        }

        text.AppendLine();
        foreach (var (i, label) in j.Labels.Index())
        {
            text.Append("  ").Append(string.Create(CultureInfo.InvariantCulture, $"{i + 1,2}  {label}").PadRight(width));
            foreach (var n in j.Confusion[i])
            {
                text.Append(CultureInfo.InvariantCulture, $"{(n == 0 ? "." : n.ToString(CultureInfo.InvariantCulture)),5}");
            }

            text.AppendLine();
        }

        return text.ToString();
    }
}
